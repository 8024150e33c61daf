import type { NumericArray } from '@h5tail/adapter';
import { OneAtATime, type Clock } from '@h5tail/follower';
import type { ChannelWriter } from './channel-writer.js';
import { commit, type CommitTarget } from './commit.js';
import { dueSamples, type Occasion } from './due-samples.js';
import type { FlushSettings } from './flush-policy.js';
import { FlushTimer } from './flush-timer.js';

/** Samples of a channel that are in the file for certain. */
export interface DurableChannel {
  /** Path of the channel's dataset. */
  readonly path: string;
  /** Number of samples of the channel that survive the death of this process. */
  readonly samples: number;
}

/** Is told after each flush which channels have more samples by now. It must not throw. */
export type DurableListener = (channels: readonly DurableChannel[]) => void;

/** Samples for one channel, of the class that it stores. */
export interface Portion {
  readonly channel: ChannelWriter;
  readonly samples: NumericArray;
}

/** What a recorder writes to. */
export interface RecorderParts {
  /** As of now. */
  readonly target: () => CommitTarget;
  readonly flush: FlushSettings;
  readonly clock: Clock;
  readonly onDurable: DurableListener | undefined;
}

/**
 * Collects samples and writes them together, by number and by time. Portions that are taken together are written together.
 *
 * After a fault nothing more is written: what readers were told of stays.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #turns = new OneAtATime();
  readonly #timer: FlushTimer;
  readonly #waiting = new Set<ChannelWriter>();
  #fault: { readonly error: unknown } | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    // Nobody waits for this flush, so what it fails with is told by the next call.
    this.#timer = new FlushTimer(parts.clock, parts.flush.milliseconds, () => {
      void this.#turns.run(() => this.#write('time')).catch(() => undefined);
    });
  }

  /** What writing failed with, if it did. */
  get fault(): unknown {
    return this.#fault?.error;
  }

  get hasFailed(): boolean {
    return this.#fault !== undefined;
  }

  /** @throws What writing failed with. */
  requireSound(): void {
    if (this.#fault !== undefined) throw this.#fault.error;
  }

  /** Takes portions at once, all of them; they wait from now on. */
  take(portions: readonly Portion[]): void {
    for (const { channel, samples } of portions) {
      if (samples.length === 0) continue;
      channel.pending.add(samples);
      this.#waiting.add(channel);
    }
  }

  /** Waits while a flush is due, so that a caller is slowed down to what the disk takes. */
  async settle(): Promise<void> {
    const { samples } = this.#parts.flush;
    let isDue = false;
    for (const channel of this.#waiting) isDue ||= channel.pending.length >= samples;
    if (isDue) await this.#turns.run(() => this.#write('number'));
    else if (this.#waiting.size > 0) this.#timer.start();
  }

  /** Writes all that waits. @throws Hdf5Error as `commit`. */
  async flush(): Promise<void> {
    await this.#turns.run(() => this.#write('request'));
  }

  /** Carries out work on the file in between two flushes, after one. */
  async between<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run(async () => {
      await this.#write('request');
      return work();
    });
  }

  /** Carries out work on the file in its turn, whatever waits and has failed. */
  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run(work);
  }

  /** Takes what another step has failed with for the fault of this. */
  fail(error: unknown): void {
    this.#fault ??= { error };
  }

  stop(): void {
    this.#timer.stop();
  }

  async #write(occasion: Occasion): Promise<void> {
    this.requireSound();
    const due = dueSamples(this.#waiting, occasion, this.#parts.flush.wholeChunks);
    if (due.size > 0) await this.#commit(due);
    for (const channel of this.#waiting) if (channel.pending.length === 0) this.#waiting.delete(channel);
    if (this.#waiting.size > 0) this.#timer.start();
  }

  async #commit(counts: ReadonlyMap<ChannelWriter, number>): Promise<void> {
    const { target, onDurable } = this.#parts;
    try {
      await commit(target(), counts);
    } catch (error) {
      this.fail(error);
      throw error;
    }
    onDurable?.([...counts.keys()].map(({ path, written }) => ({ path, samples: written })));
  }
}
