import { isHdf5Error, type Dataset, type Hdf5Error, type WriterState } from '@h5tail/adapter';
import type { FinishedFlag } from './finished-flag.js';
import type { DiagnosticListener } from './follow-diagnostic.js';
import type { Frontier, HoleSearch } from './frontier.js';

/** What a poll looks at. */
export interface FollowPollParts {
  readonly frontier: Frontier;
  readonly finished: FinishedFlag | undefined;
  /** Their writers are watched. */
  readonly watched: readonly Dataset[];
  /** Whether the scan is done when its writers have closed all files. */
  readonly endWhenClosed: boolean;
  readonly report: DiagnosticListener;
}

/**
 * One look at everything, in the only order that loses nothing: first whether the writer is done, then what is ready. What
 * it wrote before it was done is then seen by the pass that follows.
 *
 * Asking the files for their writer costs about as much as reading new keys, so while poll after poll brings something the
 * question waits until a pass has brought nothing; where the answer is that they are closed, another pass follows it.
 */
export class FollowPoll {
  readonly #parts: FollowPollParts;
  #lastError: Hdf5Error | undefined;
  #writer: WriterState = 'unknown';
  #writerIsDone: 'finished' | 'closed' | undefined;
  #passed = false;
  #stoppedEarly = false;
  /** Whether the last pass began after the writer was seen done. */
  #isDoneBefore = false;
  #progressed = false;
  /** Whether a writer was seen to leave SWMR mode: what comes after may be another scan in the same file. */
  #writerLeft = false;

  constructor(parts: FollowPollParts) {
    this.#parts = parts;
  }

  /** What the last poll failed with, if it did. */
  get lastError(): Hdf5Error | undefined {
    return this.#lastError;
  }

  /** What the files said of their writers last. */
  get writer(): WriterState {
    return this.#writer;
  }

  /** How the writer has said that it is done. */
  get writerIsDone(): 'finished' | 'closed' | undefined {
    return this.#writerIsDone;
  }

  /** Whether the last poll met no fault on its way, and went as far as it could. */
  get passed(): boolean {
    return this.#passed;
  }

  /** Whether the last poll met no fault, and left something for the next one because it was very much. */
  get stoppedEarly(): boolean {
    return this.#stoppedEarly;
  }

  /** Whether all was read, as far as it is ready, after the writer was done: nothing more can come. */
  get nothingMoreCanCome(): boolean {
    return this.#isDoneBefore && this.#passed;
  }

  reset(): void {
    this.#writerIsDone = undefined;
    this.#passed = false;
    this.#stoppedEarly = false;
    this.#isDoneBefore = false;
    this.#progressed = false;
    this.#writerLeft = false;
  }

  /**
   * Polls once; faults that may pass count as no progress.
   *
   * @returns Whether there was progress.
   */
  async run(signal: AbortSignal | undefined): Promise<boolean> {
    const { finished } = this.#parts;
    this.#lastError = undefined;
    if (finished !== undefined) await this.#survive(() => finished.poll(signal), undefined);
    const asksFirst = !this.#progressed;
    if (asksFirst) await this.#askWriter();
    else if (finished?.isSet === true) this.#writerIsDone = 'finished';
    this.#progressed = await this.#pass(asksFirst, signal);
    if (!this.#progressed && !asksFirst && (await this.#askWriter())) this.#progressed = await this.#pass(true, signal);
    return this.#progressed;
  }

  /** Passes over holes, by what the last run refreshed; whether there was one. */
  async passHoles(search: HoleSearch, signal: AbortSignal | undefined): Promise<boolean> {
    return this.#survive(() => this.#parts.frontier.passHoles(search, signal), false);
  }

  /** Points that are ready behind the first hole; 0 where they could not be read. */
  async countHeldBack(signal: AbortSignal | undefined): Promise<number> {
    return this.#survive(() => this.#parts.frontier.countHeldBack(signal), 0);
  }

  /**
   * Takes in what is ready; whether that is more than before.
   *
   * @param isAsked Whether the files were asked for their writer just before.
   */
  async #pass(isAsked: boolean, signal: AbortSignal | undefined): Promise<boolean> {
    const { frontier, finished } = this.#parts;
    this.#passed = false;
    this.#stoppedEarly = false;
    this.#isDoneBefore = finished?.isSet === true || (isAsked && this.#writerIsDone !== undefined);
    const before = frontier.reached;
    await this.#survive(async () => {
      await frontier.advance(signal, { isDone: this.#isDoneBefore, left: this.#writerLeft });
      this.#passed = frontier.isUpToDate;
      this.#stoppedEarly = !this.#passed;
    }, undefined);
    return frontier.reached > before;
  }

  /** Asks for the writer; whether the files are closed, and that is an end. */
  async #askWriter(): Promise<boolean> {
    const { finished, endWhenClosed } = this.#parts;
    const isClosed = (await this.#survive(() => this.#isClosedByWriter(), false)) && endWhenClosed;
    this.#writerIsDone = finished?.isSet === true ? 'finished' : isClosed ? 'closed' : undefined;
    return isClosed;
  }

  async #isClosedByWriter(): Promise<boolean> {
    const states: WriterState[] = [];
    for (const dataset of this.#parts.watched) states.push(await dataset.writerState());
    if (states.some((state) => state === 'closed' || state === 'writing')) this.#writerLeft = true;
    this.#writer =
      (['swmr-writing', 'writing', 'unknown'] as const).find((state) => states.includes(state)) ?? 'closed';
    return this.#writer === 'closed';
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
