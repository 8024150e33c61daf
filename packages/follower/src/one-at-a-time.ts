/** Lets tasks wait for each other, in the order in which they come. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  /** Whether a task runs or waits for its turn. */
  get isBusy(): boolean {
    return this.#count > 0;
  }

  /** Runs a task when those before it have ended, well or badly. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    this.#count++;
    const result = this.#last.then(task);
    const ended = (): void => {
      this.#count--;
    };
    this.#last = result.then(ended, ended);
    return result;
  }
}
