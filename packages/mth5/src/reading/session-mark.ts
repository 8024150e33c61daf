import { isHdf5Error, type Dataset } from '@h5tail/adapter';
import { sessionPaths } from '../storage/session-paths.js';
import type { Store } from '../storage/store.js';

/** What a file says of the sessions of this package; a file of another program says nothing. */
export class SessionMark {
  readonly #store: Store;
  readonly #begins: () => void;
  #isWithout = false;
  #wasOn = false;

  /** @param begins Called when a session is seen to go on that was not before. */
  constructor(store: Store, begins: () => void) {
    this.#store = store;
    this.#begins = begins;
  }

  /**
   * The dataset that is 0 while a session goes on, also where its writer has left SWMR mode for a moment; `null` in a file
   * without it.
   */
  async ended(): Promise<Dataset | null> {
    if (this.#isWithout) return null;
    try {
      // A writer that changes the structure opens the file anew, so the store keeps the dataset.
      return await this.#store.dataset(sessionPaths.ended);
    } catch (error) {
      if (!isHdf5Error(error) || error.code !== 'OBJECT_NOT_FOUND') throw error;
      this.#isWithout = true;
      return null;
    }
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
    const isOn = Number((data as BigInt64Array)[0] ?? 1n) !== 1;
    if (isOn && !this.#wasOn) this.#begins();
    this.#wasOn = isOn;
    return isOn;
  }
}
