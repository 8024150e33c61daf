/**
 * Lets one thread's calls into HDF5 happen one after the other.
 *
 * HDF5 is one at a time anyway: a thread-safe build has one lock around everything, and another build may not be entered
 * twice. A call on this thread while a long read goes on elsewhere would stop the event loop until the read is through;
 * here it waits its turn without stopping anything.
 */
export class CallQueue {
  /** Settles when the last that was queued is through; `undefined` while nothing is under way. */
  #last: Promise<void> | undefined;

  get isBusy(): boolean {
    return this.#last !== undefined;
  }

  /** Runs `work` in its turn: at once, where nothing is under way. */
  run<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
    if (this.#last !== undefined) return this.#hold(this.#last, work);
    const result = work();
    return result instanceof Promise ? this.#hold(undefined, () => result) : result;
  }

  async #hold<Result>(turn: Promise<void> | undefined, work: () => Result | Promise<Result>): Promise<Result> {
    let release = (): void => undefined;
    const mine = new Promise<void>((resolve) => (release = resolve));
    this.#last = mine;
    try {
      if (turn !== undefined) await turn;
      return await work();
    } finally {
      if (this.#last === mine) this.#last = undefined;
      release();
    }
  }
}
