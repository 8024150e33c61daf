/** A write of a writer that was interrupted goes on within that time, also on a busy machine. */
const settlingMs = 100;
/** Those that nobody asks for any more are dropped. */
const mostKept = 65_536;

/**
 * Tells data that end with zeros from space that a writer has not filled yet: what is still zero a while after it was first
 * seen is data.
 */
export class ZeroEnds {
  readonly #firstSeen = new Map<string, number>();
  readonly #now: () => number;

  /** @param now Milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Whether zeros at a place count as data by now; to be asked each time when they are seen.
   *
   * @param place File and address.
   */
  areData(place: string): boolean {
    const now = this.#now();
    const first = this.#firstSeen.get(place);
    if (first !== undefined) return now - first >= settlingMs;
    for (const oldest of this.#firstSeen.keys()) {
      if (this.#firstSeen.size < mostKept) break;
      this.#firstSeen.delete(oldest);
    }
    this.#firstSeen.set(place, now);
    return false;
  }
}
