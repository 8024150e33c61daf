/** Reads of one user that go on when the call that began them has returned; closing waits for them. */
export class ReadsUnderWay {
  readonly #reads = new Set<Promise<unknown>>();

  /** Adds what a read gave, where that is still to come. */
  add(read: unknown): unknown {
    if (!(read instanceof Promise)) return read;
    this.#reads.add(read);
    const end = (): void => void this.#reads.delete(read);
    read.then(end, end);
    return read;
  }

  /** Settles when all of them have ended, however they did. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#reads);
  }
}
