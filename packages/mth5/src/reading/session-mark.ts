import { isHdf5Error, type Dataset } from '@h5tail/adapter';
import { sessionPaths } from '../storage/session-paths.js';
import type { Store } from '../storage/store.js';

/** What a file says of the sessions of this package; a file of another program says nothing. */
export class SessionMark {
  readonly #store: Store;
  #isWithout = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * The dataset that is 0 while a session goes on, also where its writer has left SWMR mode for a moment; `null` in a file
   * without it.
   */
  async ended(): Promise<Dataset | null> {
    if (this.#isWithout) return null;
    // Asked for each time: a writer that changes the structure opens the file anew.
    return this.#store.dataset(sessionPaths.ended).catch((error: unknown) => {
      if (!isHdf5Error(error) || error.code !== 'OBJECT_NOT_FOUND') throw error;
      this.#isWithout = true;
      return null;
    });
  }

  /**
   * Whether a session goes on, as of now; or its writer was killed, and the file is not mended yet. Then the table tells what may be
   * read.
   */
  async isOn(): Promise<boolean> {
    const ended = await this.ended();
    if (ended === null) return false;
    await ended.refresh();
    const { data } = await ended.read();
    return Number((data as BigInt64Array)[0] ?? 1n) !== 1;
  }
}
