import type { ReadyRange, ReadyWindow } from '@h5tail/follower';

/** Windows of a chunk follower as ranges of elements, one each. */
export class WindowRanges implements AsyncIterator<ReadyRange, undefined> {
  readonly #windows: AsyncIterator<ReadyWindow, undefined>;

  constructor(windows: AsyncIterable<ReadyWindow, undefined>) {
    this.#windows = windows[Symbol.asyncIterator]();
  }

  async next(): Promise<IteratorResult<ReadyRange, undefined>> {
    const next = await this.#windows.next();
    if (next.done === true) return next;
    const { start, stop } = next.value;
    return { done: false, value: { start, stop, upToDate: true } };
  }

  async return(): Promise<IteratorResult<ReadyRange, undefined>> {
    await this.#windows.return?.();
    return { done: true, value: undefined };
  }
}
