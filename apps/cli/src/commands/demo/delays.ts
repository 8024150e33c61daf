/** Times from the writer's flush to the frame here. */
export class Delays {
  readonly #arrivals: { readonly index: number; readonly time: number }[] = [];
  readonly #flushTimes: readonly number[];

  /** @param flushTimes By index, in milliseconds; may still be filled, because the writer's word can come after its data. */
  constructor(flushTimes: readonly number[]) {
    this.#flushTimes = flushTimes;
  }

  /** A frame came; `time` in milliseconds of the same clock. */
  arrived(index: number, time: number): void {
    this.#arrivals.push({ index, time });
  }

  /** Median in milliseconds; `undefined` while no time is known. */
  get medianMs(): number | undefined {
    const delays = this.#arrivals.flatMap(({ index, time }) => {
      const flushed = this.#flushTimes[index];
      // The key is on disk a moment before the writer can look at its clock.
      return flushed === undefined ? [] : Math.max(0, time - flushed);
    });
    return delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)];
  }
}
