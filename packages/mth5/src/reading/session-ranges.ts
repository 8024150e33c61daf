import { isHdf5Error, type Dataset } from '@h5tail/adapter';
import {
  ExtentFollower,
  retryWhileGrowing,
  systemClock,
  type Clock,
  type FollowEnd,
  type ReadyRange,
} from '@h5tail/follower';
import type { FollowSamplesOptions } from './follow-options.js';
import type { SampleSource } from './sample-source.js';
import type { SessionMark } from './session-mark.js';

const usualTimeoutMs = 10_000;
const lookEveryMs = 20;

/** What is followed. */
export interface SessionRangesParts {
  readonly source: SampleSource;
  /** The channel whose file and extent wake the follow. */
  readonly dataset: Dataset;
  readonly mark: SessionMark;
  readonly options: FollowSamplesOptions;
  readonly blockSamples: number;
  readonly retryBudgetMs: number;
  readonly from: number;
  /** What an iteration that was left before its end found when it began: what it followed may have ended meanwhile. */
  readonly before?: WriterSeen | undefined;
}

/** Who writes when an iteration begins. */
export interface WriterSeen {
  /** Whether a session goes on. */
  readonly isOn: boolean;
  /** Whether any writer is at it. */
  readonly isLive: boolean;
}

/**
 * The samples of a source that may be read, as ranges, through the whole of a session: also while its writer leaves SWMR mode for a
 * moment to change the structure, and from before it begins.
 */
export class SessionRanges implements AsyncIterableIterator<ReadyRange> {
  readonly #parts: SessionRangesParts;
  readonly #clock: Clock;
  readonly #leaving = new AbortController();
  #follower: ExtentFollower | undefined;
  #ranges: AsyncIterableIterator<ReadyRange> | undefined;
  #position: number;
  #waits = false;
  #seen: WriterSeen | undefined;
  #end: FollowEnd | undefined;

  constructor(parts: SessionRangesParts) {
    this.#parts = parts;
    this.#clock = parts.options.clock ?? systemClock;
    this.#position = parts.from;
  }

  /** Next sample to hand out. */
  get position(): number {
    return this.#follower?.position ?? this.#position;
  }

  /** Why the last iteration ended. */
  get end(): FollowEnd | undefined {
    return this.#end;
  }

  /** Who wrote when the iteration began. */
  get seen(): WriterSeen | undefined {
    return this.#seen;
  }

  /** Takes back samples that were handed out. */
  giveBack(sample: number): void {
    this.#position = sample;
    this.#follower?.giveBack(sample);
  }

  async next(): Promise<IteratorResult<ReadyRange, undefined>> {
    for (;;) {
      this.#ranges ??= await this.#begin();
      // It may have been left before there was anything to cut short.
      if (this.#leaving.signal.aborted) return { done: true, value: undefined };
      const result = await this.#ranges.next();
      if (result.done !== true) return result;
      this.#position = this.position;
      if (!(await this.#goesOn())) return { done: true, value: undefined };
      this.#follower = undefined;
      this.#ranges = undefined;
    }
  }

  async return(): Promise<IteratorResult<ReadyRange, undefined>> {
    this.#leaving.abort();
    await this.#ranges?.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #begin(): Promise<AsyncIterableIterator<ReadyRange>> {
    const { source, dataset, mark, options, blockSamples, before } = this.#parts;
    const now = await this.#state();
    const isOn = now.isOn || before?.isOn === true;
    const isLive = now.isLive || before?.isLive === true;
    this.#seen = { isOn, isLive };
    const ended = isOn ? await mark.ended() : null;
    // Who begins where there is nothing yet waits for a writer.
    const isBefore = options.endWhenClosed === undefined && source.length <= this.#position;
    this.#waits = !isLive && (options.endWhenClosed === false || isBefore);
    this.#follower = new ExtentFollower({
      ...options,
      datasets: [dataset],
      from: this.#position,
      writtenTo: async (_, stop) => Math.min(stop, await source.look()),
      ...(ended === null ? {} : { finished: ended }),
      // The writer of a session closes the file for a moment to change its structure; its own mark tells when it ends.
      endWhenClosed: ended === null && options.endWhenClosed !== false,
      mostPerRange: () => blockSamples,
    });
    return this.#follower.ranges();
  }

  async #state(): Promise<WriterSeen> {
    const { dataset, mark, options, retryBudgetMs: budgetMs } = this.#parts;
    const look = async (): Promise<WriterSeen> => {
      if (mark.lookAgain()) await dataset.file.refresh();
      const isOn = await mark.isOn();
      return { isOn, isLive: isOn || (await dataset.writerState()) !== 'closed' };
    };
    return retryWhileGrowing(look, { budgetMs, clock: this.#clock, signal: options.signal });
  }

  /** Whether there is more to come after all: a writer that began by now. */
  async #goesOn(): Promise<boolean> {
    const end = this.#follower?.end;
    if (this.#leaving.signal.aborted) return false;
    if (!this.#waits || end?.reason !== 'closed') {
      this.#end = end;
      return false;
    }
    if (await this.#writerComes()) return true;
    this.#end = { reason: 'idle-timeout' };
    return false;
  }

  async #writerComes(): Promise<boolean> {
    const { source, dataset, mark, options } = this.#parts;
    const { timeoutMs = usualTimeoutMs, firstKeyTimeoutMs = timeoutMs } = options;
    const deadline = this.#clock.now() + (this.#position === 0 ? firstKeyTimeoutMs : timeoutMs);
    const signals = [this.#leaving.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    const hasCome = async (): Promise<boolean> =>
      (await dataset.writerState()) === 'swmr-writing' || (await mark.isOn()) || (await source.look()) > this.#position;
    for (;;) {
      if (await hasCome().catch(falseWhileWritten)) return true;
      if (this.#leaving.signal.aborted || this.#clock.now() >= deadline) return false;
      await this.#clock.sleep(lookEveryMs, signal).catch((error: unknown) => {
        if (!this.#leaving.signal.aborted) throw error;
      });
    }
  }
}

/** A writer that is just changing the structure. */
function falseWhileWritten(error: unknown): boolean {
  if (isHdf5Error(error) && error.retryable) return false;
  throw error;
}
