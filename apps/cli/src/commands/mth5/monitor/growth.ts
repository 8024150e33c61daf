/** How far back the rate looks. */
const windowMs = 5000;
/** A channel is stalled after so long, or after so many times its longest pause of late. */
const usualStallMs = 5000;
const longestPauses = 3;

/** How a channel grows, as somebody sees it who looks now and then. */
export class Growth {
  readonly #marks: { readonly time: number; readonly samples: number }[] = [];
  #samples: number;
  #last: number;
  #hasGrown = false;

  /** @param time Of the first look, in milliseconds. */
  constructor(samples: number, time: number) {
    this.#samples = samples;
    this.#last = time;
  }

  get samples(): number {
    return this.#samples;
  }

  /** There are so many samples at `time`. @returns Whether they are others than before. */
  see(samples: number, time: number): boolean {
    if (samples === this.#samples) return false;
    this.#samples = samples;
    this.#last = time;
    this.#hasGrown = true;
    // The first look came at any time after a flush; only from the first growth on the time is known.
    this.#marks.push({ time, samples });
    while (this.#marks.length > 2 && time - (this.#marks[1]?.time ?? time) >= windowMs) this.#marks.shift();
    return true;
  }

  /** Samples per second during the last seconds; `undefined` before that is known. */
  get rate(): number | undefined {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined || last.time <= first.time) return undefined;
    return Math.max(0, (1000 * (last.samples - first.samples)) / (last.time - first.time));
  }

  /** Whether nothing has come for longer than usual. */
  isStalled(time: number): boolean {
    return time >= this.stallsAt;
  }

  /** When it counts as stalled unless something comes. */
  get stallsAt(): number {
    const pauses = this.#marks.slice(1).map((mark, index) => mark.time - (this.#marks[index]?.time ?? mark.time));
    return this.#last + Math.max(usualStallMs, this.#hasGrown ? longestPauses * Math.max(0, ...pauses) : 0);
  }
}
