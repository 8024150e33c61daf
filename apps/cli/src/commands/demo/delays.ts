interface Arrival {
  readonly index: number;
  readonly time: number;
}

/** So many frames make the delay that is shown while they come: a handful of seconds, quickly sorted. */
const recentFrames = 200;

/** Times from the writer's flush to the frame here. */
export class Delays {
  readonly #arrivals: Arrival[] = [];
  readonly #flushTimes: readonly number[];

  /** @param flushTimes By index, in milliseconds; may still be filled, because the writer's word can come after its data. */
  constructor(flushTimes: readonly number[]) {
    this.#flushTimes = flushTimes;
  }

  /** A frame came; `time` in milliseconds of the same clock. */
  arrived(index: number, time: number): void {
    this.#arrivals.push({ index, time });
  }

  /** Median of all in milliseconds; `undefined` while no time is known. */
  get medianMs(): number | undefined {
    return this.#medianOf(this.#arrivals);
  }

  /** The same of the last 200. */
  get recentMedianMs(): number | undefined {
    return this.#medianOf(this.#arrivals.slice(-recentFrames));
  }

  #medianOf(arrivals: readonly Arrival[]): number | undefined {
    const delays = arrivals.flatMap(({ index, time }) => {
      const flushed = this.#flushTimes[index];
      // The key is on disk a moment before the writer can look at its clock.
      return flushed === undefined ? [] : Math.max(0, time - flushed);
    });
    return delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)];
  }
}
