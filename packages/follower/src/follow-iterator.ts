import type { FollowLoop } from './follow-loop.js';
import { InterruptibleWait } from './interruptible-wait.js';
import type { WakeUp } from './wake-up.js';

/** One iteration over a follow. Holds nothing but its wake-up, and gives that back however the iteration ends. */
export class FollowIterator<Item> implements AsyncIterableIterator<Item> {
  readonly #loop: FollowLoop;
  readonly #take: () => Item;
  readonly #wait: InterruptibleWait;
  #pending: Promise<unknown> | undefined;

  /** `take` takes what is ready off the loop; it is called only when a point is ready. */
  constructor(loop: FollowLoop, createWakeUp: () => WakeUp, take: () => Item) {
    this.#loop = loop;
    this.#take = take;
    this.#wait = new InterruptibleWait(createWakeUp);
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    if (this.#wait.isClosed) return Promise.resolve({ done: true, value: undefined });
    if (this.#loop.canTake()) return Promise.resolve({ done: false, value: this.#take() });
    const busy = this.#loop.busyError();
    // It must not end what the first call waits for, so it does not get as far as the loop.
    if (busy !== undefined) return Promise.reject(busy);
    const pending = this.#waitAndTake();
    this.#pending = pending;
    return pending;
  }

  /** A pending `next()` is cut short, and has ended when this resolves. */
  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#wait.close();
    await this.#pending?.catch(() => {});
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #waitAndTake(): Promise<IteratorResult<Item, undefined>> {
    try {
      const isReady = await this.#loop.untilReady(this.#wait);
      if (isReady && !this.#wait.isClosed) return { done: false, value: this.#take() };
    } catch (error) {
      this.#wait.close();
      throw error;
    } finally {
      this.#pending = undefined;
    }
    this.#wait.close();
    return { done: true, value: undefined };
  }
}
