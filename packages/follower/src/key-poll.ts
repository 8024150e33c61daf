import { isHdf5Error, type Dataset, type Hdf5Error } from '@h5tail/adapter';
import type { FinishedFlag } from './finished-flag.js';
import type { DiagnosticListener } from './follow-diagnostic.js';
import type { ReadyPrefix } from './ready-prefix.js';

/** What a poll looks at. */
export interface KeyPollParts {
  readonly prefix: ReadyPrefix;
  readonly finished: FinishedFlag | undefined;
  /** Their writers are watched. */
  readonly keys: readonly Dataset[];
  /** Whether the scan is done when its writers have closed all files. */
  readonly endWhenClosed: boolean;
  readonly report: DiagnosticListener;
}

/**
 * One look at everything, in the only order that loses nothing: first whether the writer is done, then the keys. What
 * it wrote before it was done is then seen by the pass over the keys that follows.
 */
export class KeyPoll {
  readonly #parts: KeyPollParts;
  #lastError: Hdf5Error | undefined;
  #writerIsDone: 'finished' | 'closed' | undefined;
  #passed = false;
  /** Whether a writer was seen to leave SWMR mode: what comes after may be another scan in the same file. */
  #writerLeft = false;

  constructor(parts: KeyPollParts) {
    this.#parts = parts;
  }

  /** What the last poll failed with, if it did. */
  get lastError(): Hdf5Error | undefined {
    return this.#lastError;
  }

  /** How the writer has said that it is done. */
  get writerIsDone(): 'finished' | 'closed' | undefined {
    return this.#writerIsDone;
  }

  /** Whether all keys were read, as far as they are set, after the writer was done: nothing more can come. */
  get nothingMoreCanCome(): boolean {
    return this.#writerIsDone !== undefined && this.#passed;
  }

  reset(): void {
    this.#writerIsDone = undefined;
    this.#passed = false;
    this.#writerLeft = false;
  }

  /**
   * Polls once; faults that may pass count as no progress.
   *
   * @returns Whether there are new points.
   */
  async run(signal: AbortSignal | undefined): Promise<boolean> {
    const { prefix, finished, endWhenClosed } = this.#parts;
    this.#lastError = undefined;
    this.#passed = false;
    const isClosed = (await this.#survive(() => this.#isClosedByWriter(), false)) && endWhenClosed;
    await this.#survive(async () => finished?.poll(signal), undefined);
    this.#writerIsDone = finished?.isSet === true ? 'finished' : isClosed ? 'closed' : undefined;
    const before = prefix.ready;
    await this.#survive(async () => {
      await prefix.advance(signal, this.#writerLeft);
      this.#passed = prefix.isUpToDate;
    }, undefined);
    return prefix.ready > before;
  }

  async #isClosedByWriter(): Promise<boolean> {
    const states = [];
    for (const key of this.#parts.keys) states.push(await key.writerState());
    if (states.some((state) => state === 'closed' || state === 'writing')) this.#writerLeft = true;
    return states.every((state) => state === 'closed');
  }

  async #survive<Result>(step: () => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await step();
    } catch (error) {
      if (!isHdf5Error(error) || !error.retryable) throw error;
      this.#lastError = error;
      if (error.code === 'NOT_SWMR_READABLE') this.#writerLeft = true;
      this.#parts.report({ kind: 'poll-failed', error });
      return otherwise;
    }
  }
}
