import { isHdf5Error, type Dataset } from '@h5tail/adapter';
import { sessionPaths } from '../storage/session-paths.js';
import type { Store } from '../storage/store.js';
import type { SessionTable } from './session-table.js';

/** What a file says of the sessions of this package; a file of another program says nothing. */
export class SessionMark {
  readonly #store: Store;
  readonly #table: SessionTable;
  #isWithout = false;
  #wasOn = false;

  /** @param table Told when a session is seen to go on that was not before. */
  constructor(store: Store, table: SessionTable) {
    this.#store = store;
    this.#table = table;
  }

  /**
   * Looks anew next time, also where the rows of the table are: sessions may have begun and ended unseen, and another program may have
   * written the file in between. What is new in the file shows only when it was refreshed before.
   *
   * @returns Whether it was without one.
   */
  lookAgain(): boolean {
    const wasWithout = this.#isWithout;
    this.#isWithout = false;
    this.#table.lookAgain();
    return wasWithout;
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
    if (isOn && !this.#wasOn) this.#table.forget();
    this.#wasOn = isOn;
    return isOn;
  }
}
