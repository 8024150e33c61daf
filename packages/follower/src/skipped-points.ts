import type { FollowedRange } from './frontier.js';

/** Points that were passed over: ranges in order that do not touch each other. */
export class SkippedPoints {
  #ranges: FollowedRange[] = [];

  get ranges(): readonly FollowedRange[] {
    return this.#ranges;
  }

  /** The range that was passed over last. */
  get last(): FollowedRange | undefined {
    return this.#ranges.at(-1);
  }

  /** Adds a range behind all others. */
  add(start: number, stop: number): void {
    const last = this.last;
    if (last?.stop === start) this.#ranges[this.#ranges.length - 1] = { start: last.start, stop };
    else this.#ranges.push({ start, stop });
  }

  /** Lists handed out before stay as they are. */
  clear(): void {
    this.#ranges = [];
  }

  /** The first points from `index` on, below `ready`, without a skipped one among them. */
  runFrom(index: number, ready: number): FollowedRange {
    if (this.#ranges.length === 0) return { start: index, stop: ready };
    const place = this.#firstEndingBehind(index);
    const next = this.#ranges[place];
    if (next === undefined || next.start >= ready) return { start: index, stop: ready };
    if (next.start > index) return { start: index, stop: next.start };
    return { start: next.stop, stop: this.#ranges[place + 1]?.start ?? ready };
  }

  /** The skipped points of a range. */
  within(start: number, stop: number): FollowedRange[] {
    const found: FollowedRange[] = [];
    for (let place = this.#firstEndingBehind(start); ; place++) {
      const range = this.#ranges[place];
      if (range === undefined || range.start >= stop) return found;
      found.push({ start: Math.max(range.start, start), stop: Math.min(range.stop, stop) });
    }
  }

  /** Place of the first range that is not wholly before `index`. */
  #firstEndingBehind(index: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranges[middle] as FollowedRange).stop > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
