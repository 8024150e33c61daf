import { Hdf5Error } from '@h5tail/adapter';

/**
 * Turns indices into points, one at a time. Not a generator, because that would queue a second `next()` and would let
 * `return()` wait for the next point.
 */
export class PointIterator<Point> implements AsyncIterableIterator<Point> {
  readonly #indices: AsyncIterableIterator<number>;
  readonly #read: (index: number) => Promise<Point>;
  #pending: Promise<unknown> | undefined;
  #isDone = false;

  constructor(indices: AsyncIterableIterator<number>, read: (index: number) => Promise<Point>) {
    this.#indices = indices;
    this.#read = read;
  }

  next(): Promise<IteratorResult<Point, undefined>> {
    if (this.#pending !== undefined) {
      return Promise.reject(
        new Hdf5Error('BUSY', 'the next point is already being read', {
          remedy: 'Wait for the pending call, or use a source of its own for each consumer',
        }),
      );
    }
    const pending = this.#advance().finally(() => (this.#pending = undefined));
    this.#pending = pending;
    return pending;
  }

  /** Ends the iteration; a pending wait is cut short, a pending read is waited for. */
  async return(): Promise<IteratorResult<Point, undefined>> {
    const pending = this.#pending;
    this.#isDone = true;
    await this.#indices.return?.();
    await pending?.catch(() => {});
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #advance(): Promise<IteratorResult<Point, undefined>> {
    if (this.#isDone) return { done: true, value: undefined };
    const next = await this.#indices.next();
    if (next.done === true) {
      this.#isDone = true;
      return { done: true, value: undefined };
    }
    try {
      return { done: false, value: await this.#read(next.value) };
    } catch (error) {
      this.#isDone = true;
      await this.#indices.return?.();
      throw error;
    }
  }
}
