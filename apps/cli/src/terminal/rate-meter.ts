/** Events per second over the last few seconds. */
export class RateMeter {
  readonly #windowMs: number;
  readonly #marks: { readonly time: number; readonly count: number }[] = [];
  #count = 0;

  /** @param windowMs How far back the rate looks. */
  constructor(windowMs = 2000) {
    this.#windowMs = windowMs;
  }

  /** Number of events so far. */
  get count(): number {
    return this.#count;
  }

  /** Counts one event; `time` in milliseconds. */
  mark(time: number): void {
    const last = this.#marks.at(-1);
    if (last === undefined || time - last.time >= this.#windowMs / 20) {
      this.#marks.push({ time, count: this.#count });
      while (this.#marks.length > 2 && time - (this.#marks[1]?.time ?? time) >= this.#windowMs) this.#marks.shift();
    }
    this.#count += 1;
  }

  /** Events per second at `time`; 0 before there is anything to divide by. */
  perSecond(time: number): number {
    const first = this.#marks[0];
    if (first === undefined || time <= first.time) return 0;
    // The first event opens the span and is not in it.
    return (1000 * (this.#count - first.count - 1)) / (time - first.time);
  }
}
