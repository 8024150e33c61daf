import type { KeyFrontier } from './key-frontier.js';
import type { ScanShape } from './scan-shape.js';

const largestWindow = 2 ** 20;

/** Looks behind a hole, at keys of several datasets together: which points are set in all of them. */
export class ReadyBehind {
  readonly #keys: readonly KeyFrontier[];
  readonly #scan: ScanShape;

  constructor(keys: readonly KeyFrontier[], scan: ScanShape) {
    this.#keys = keys;
    this.#scan = scan;
  }

  /** Index behind the last point that can be ready, by the extents of the last refresh. */
  get limit(): number {
    const { extents, size } = this.#scan;
    return Math.min(size, ...this.#keys.map((key) => key.coveredStop(extents)));
  }

  /** First point behind `hole` that may be ready, by what the last advance read anyway. */
  firstAfter(hole: number): number {
    return Math.max(hole, ...this.#keys.map(({ prefix, unsetStop }) => (prefix === hole ? unsetStop : hole)));
  }

  /** One mark per point: 1 where its key is set in every dataset. */
  async marks(start: number, stop: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const marks = new Uint8Array(stop - start).fill(1);
    for (const key of this.#keys) {
      signal?.throwIfAborted();
      await key.keepSet(marks, start, this.#scan.extents, signal);
      // Nothing is left that another dataset could speak for.
      if (!marks.includes(1)) break;
    }
    return marks;
  }

  /** Marks of windows one behind the other: two of the lengths given, then each twice as long as the one before. */
  async *windows(
    start: number,
    stop: number,
    [first, second]: readonly [number, number],
    signal: AbortSignal | undefined,
  ): AsyncGenerator<{ readonly start: number; readonly marks: Uint8Array }, void, undefined> {
    let window = first;
    for (let index = start; index < stop;) {
      const windowStop = Math.min(index + window, stop);
      yield { start: index, marks: await this.marks(index, windowStop, signal) };
      index = windowStop;
      window = index === start + first ? second : Math.min(2 * window, largestWindow);
    }
  }
}
