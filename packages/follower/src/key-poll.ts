import { isHdf5Error, type Dataset, type Hdf5Error } from '@h5tail/adapter';
import type { FinishedFlag } from './finished-flag.js';
import type { DiagnosticListener } from './follow-diagnostic.js';
import type { ReadyPrefix } from './ready-prefix.js';

/** What a poll looks at. */
export interface KeyPollParts {
  readonly prefix: ReadyPrefix;
  readonly finished: FinishedFlag | undefined;
  /** Datasets whose writers are watched; the scan is closed when they have closed all their files. None: nobody looks. */
  readonly written: readonly Dataset[];
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
  }

  /**
   * Polls once; faults that may pass count as no progress.
   *
   * @returns Whether there are new points.
   */
  async run(signal: AbortSignal | undefined): Promise<boolean> {
    const { prefix, finished } = this.#parts;
    this.#lastError = undefined;
    this.#passed = false;
    const isClosed = await this.#survive(() => this.#isClosedByWriter(), false);
    await this.#survive(async () => finished?.poll(signal), undefined);
    this.#writerIsDone = finished?.isSet === true ? 'finished' : isClosed ? 'closed' : undefined;
    const before = prefix.ready;
    await this.#survive(async () => {
      await prefix.advance(signal);
      this.#passed = prefix.isUpToDate;
    }, undefined);
    return prefix.ready > before;
  }

  async #isClosedByWriter(): Promise<boolean> {
    const { written } = this.#parts;
    for (const dataset of written) {
      if ((await dataset.writerState()) !== 'closed') return false;
    }
    return written.length > 0;
  }

  async #survive<Result>(step: () => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await step();
    } catch (error) {
      if (!isHdf5Error(error) || !error.retryable) throw error;
      this.#lastError = error;
      this.#parts.report({ kind: 'poll-failed', error });
      return otherwise;
    }
  }
}
