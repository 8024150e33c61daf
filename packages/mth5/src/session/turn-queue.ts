/** Carries out work one after the other, in the order in which it was asked for. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether nothing is under way or waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** The work's own result; one that fails does not keep the next from its turn. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waiting++;
    const turn = this.#last.then(work, work).finally(() => this.#waiting--);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
