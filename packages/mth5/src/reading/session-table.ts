import { Hdf5Error } from '@h5tail/adapter';
import { channelKey, type ChannelIds } from '../model/channel-path.js';
import { tablePath, type Mth5Version } from '../model/layout.js';
import { ChannelRows, idsOf } from '../session/channel-rows.js';
import type { ChannelRow } from '../storage/channel-row.js';
import { ChannelTable, isEmptyRow } from '../storage/channel-table.js';
import type { NamedMark, RowMark } from '../storage/row-marks.js';
import type { Store } from '../storage/store.js';
import { isWhole } from './is-whole.js';

/** Rows that were read while they were being written are looked at again so often. */
const attempts = 50;

interface KnownTable {
  readonly table: ChannelTable;
  readonly rows: ChannelRows;
}

/** The table of channels as readers see it during a session. */
export class SessionTable {
  readonly #store: Store;
  readonly #version: Mth5Version;
  #table: ChannelTable | undefined;
  #known: KnownTable | undefined;
  #isToBeLookedAt = false;

  constructor(store: Store, version: Mth5Version) {
    this.#store = store;
    this.#version = version;
  }

  /**
   * What the rows of channels tell as of now; `undefined` for a channel without a row.
   *
   * @throws Hdf5Error `TRANSIENT_READ` where a row could not be read whole; as `Dataset.refresh`.
   */
  async marksOf(channels: readonly ChannelIds[]): Promise<readonly (RowMark | undefined)[]> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const { table, rows } = await this.#knowing(channels);
      const indices = channels.map((ids) => rows.indexOf(ids));
      const found = indices.filter((index) => index !== undefined);
      if (found.length === 0) return indices.map(() => undefined);
      const first = Math.min(...found);
      const read = await this.#read(table, first, Math.max(...found) + 1 - first);
      const marks = indices.map((index) => (index === undefined ? undefined : read[index - first]));
      // Between two sessions another program may have put the rows in another order.
      if (!marks.every((mark, at) => mark === undefined || isSameName(mark, rows.at(indices[at] ?? 0))))
        this.#known = undefined;
      else if (
        marks.every((mark, at) => mark === undefined || isWhole(mark, rows.at(indices[at] ?? 0)?.sample_rate ?? 0))
      ) {
        return marks;
      }
    }
    throw this.#torn();
  }

  /** All rows as of now. @throws Hdf5Error as `marksOf`. */
  async rows(): Promise<ChannelRow[]> {
    const table = await this.#open();
    for (let attempt = 1; attempt <= attempts; attempt++) {
      await table.refresh();
      const rows = (await table.readLive()).filter((row) => !isEmptyRow(row));
      if (rows.every((row) => isWhole(row, row.sample_rate))) return rows;
    }
    throw this.#torn();
  }

  /** Looks anew next time where the rows are. */
  lookAgain(): void {
    this.#isToBeLookedAt = true;
  }

  /** What was known of the table counts for one session: between two of them another program may have made it anew. */
  forget(): void {
    this.#table?.close();
    this.#table = undefined;
    this.#known = undefined;
  }

  async #read(table: ChannelTable, first: number, count: number): Promise<NamedMark[]> {
    const live = await table.live?.marks(first, count);
    if (live !== undefined) return live;
    await table.refresh();
    return table.read(first, first + count);
  }

  async #knowing(channels: readonly ChannelIds[]): Promise<KnownTable> {
    const table = await this.#open();
    const known = this.#known;
    if (known?.table === table && channels.every((ids) => known.rows.indexOf(ids) !== undefined)) return known;
    await table.refresh();
    this.#known = { table, rows: await ChannelRows.of(table, this.#version) };
    return this.#known;
  }

  /** A writer that changes the structure opens the file anew, and the table with it. */
  async #open(): Promise<ChannelTable> {
    const dataset = await this.#store.dataset(tablePath(this.#version, 'channel_summary'));
    const known = this.#table;
    if (known?.dataset === dataset && !this.#isToBeLookedAt) return known;
    this.#isToBeLookedAt = false;
    if (known?.dataset === dataset && (await known.lookAgain())) return known;
    this.forget();
    this.#table = new ChannelTable(dataset);
    return this.#table;
  }

  #torn(): Hdf5Error {
    return new Hdf5Error('TRANSIENT_READ', 'the rows of the table do not agree with themselves', {
      file: this.#store.path,
      object: tablePath(this.#version, 'channel_summary'),
      remedy: 'Try again; where no program writes the file any more, h5tail mth5 recover mends it',
    });
  }
}

function isSameName(mark: NamedMark, row: ChannelRow | undefined): boolean {
  return row !== undefined && channelKey(idsOf({ ...row, ...mark })) === channelKey(idsOf(row));
}
