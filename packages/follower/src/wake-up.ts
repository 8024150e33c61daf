import type { Hdf5File } from '@h5tail/adapter';
import type { Clock } from './clock.js';

/** Bounds of the time between two polls, in milliseconds. */
export interface PollInterval {
  /** After progress, and never less than this between two polls. */
  readonly min: number;
  /** Without progress for long. */
  readonly max: number;
}

/** What a wake-up has to work with. */
export interface WakeUpContext {
  /** The files that the keys and the flag live in, each once. */
  readonly files: readonly Hdf5File[];
  readonly pollIntervalMs: PollInterval;
  readonly clock: Clock;
}

/** Decides when it is worth to look at the keys again. One of them serves one iteration. */
export interface WakeUp {
  /** What it goes by, for people: `file-change`, `polling`. */
  readonly name: string;
  /**
   * Waits until the keys may have grown, and no longer than `atMostMs`. Once `signal` is aborted it ends at once;
   * whether it then resolves or rejects makes no difference.
   */
  wait(atMostMs: number, signal: AbortSignal): Promise<void>;
  /** Told after every poll of the iteration, whether there were new keys. */
  polled(progress: boolean): void;
  /** Gives back what it holds. Called once, when the iteration ends in any way. */
  close(): void;
}

/** Makes the wake-up of one iteration, when that has to wait for the first time. */
export type WakeUpFactory = (context: WakeUpContext) => WakeUp;
