const wantedBytes = 4 * 1024 * 1024;
const firstRows = 1024;
const mostRows = 65_536;

/** How many messages to read at once: as many as are about 4 MiB, by the length of those that came before. */
export class BatchRows {
  readonly #fixed: number | undefined;
  #next = firstRows;

  /**
   * @param fixed A number that somebody chose.
   * @throws RangeError where that is not a whole number from 1 on.
   */
  constructor(fixed: number | undefined) {
    if (fixed !== undefined && !(Number.isSafeInteger(fixed) && fixed >= 1)) {
      throw new RangeError(`batchSize ${fixed} is not 1 or more`);
    }
    this.#fixed = fixed;
  }

  get next(): number {
    return this.#fixed ?? this.#next;
  }

  /** Learns from messages that were read. Grows by steps, as the next ones may be longer. */
  took(messages: number, bytes: number): void {
    if (messages === 0) return;
    const fitting = Math.floor((wantedBytes * messages) / Math.max(bytes, messages));
    this.#next = Math.max(1, Math.min(fitting, 4 * this.#next, mostRows));
  }
}
