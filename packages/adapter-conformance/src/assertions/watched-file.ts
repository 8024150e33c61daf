import assert from 'node:assert/strict';
import type { Hdf5File } from '@h5tail/adapter';
import type { CaseContext } from '../case-context.js';

const longestWaitMs = 3000;
const quietMs = 40;

/** A watch of a file with its calls. */
export class WatchedFile {
  #calls = 0;
  #stop: () => void = () => undefined;
  #wake: () => void = () => undefined;

  /**
   * Watches a file, where its storage can tell of changes.
   *
   * @returns `undefined` where it cannot, and the adapter says so.
   */
  static start({ storage }: CaseContext, file: Hdf5File): WatchedFile | undefined {
    const watched = new WatchedFile();
    const stop = file.watch(() => watched.#take());
    assert.equal(stop !== null, storage.tellsChanges, 'whether the storage tells of changes');
    if (stop === null) return undefined;
    watched.#stop = stop;
    return watched;
  }

  /** Ends the watch. */
  stop(): void {
    this.#stop();
  }

  /** How often the listener was called. */
  get calls(): number {
    return this.#calls;
  }

  /** Asserts that the listener is called after a change, and not only because of an earlier one. */
  async tellsOf(what: string, change: () => Promise<unknown>): Promise<void> {
    while (await this.#isCalledWithin(quietMs));
    const called = this.#isCalledWithin(longestWaitMs);
    await change();
    assert.ok(await called, `no call after ${what}`);
  }

  #take(): void {
    this.#calls++;
    this.#wake();
  }

  async #isCalledWithin(timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const result = await new Promise<boolean>((resolve) => {
      this.#wake = () => resolve(true);
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    clearTimeout(timer);
    return result;
  }
}
