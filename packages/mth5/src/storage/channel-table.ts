import { Hdf5Error, type Columns, type CompoundDtype, type Dataset } from '@h5tail/adapter';
import { LiveRows } from './live-rows.js';
import { channelColumns, columnsOf, rowsOf, type ChannelRow } from './channel-row.js';

/** The table `channel_summary` of a file: one row per channel. */
export class ChannelTable {
  readonly #dataset: Dataset;
  readonly #dtype: CompoundDtype;
  readonly #layout: string;
  #live: LiveRows | null | undefined;

  /** @throws Hdf5Error `WRONG_DTYPE` where this is another table. */
  constructor(dataset: Dataset) {
    const { dtype, shape } = dataset;
    const names = dtype.class === 'compound' ? new Set(dtype.members.map(({ name }) => name)) : new Set<string>();
    const missing = channelColumns.filter((name) => !names.has(name));
    if (dtype.class !== 'compound' || shape?.length !== 1 || missing.length > 0) {
      throw new Hdf5Error('WRONG_DTYPE', `this is no table of channels: it lacks ${missing.join(', ') || 'rows'}`, {
        file: dataset.file.path,
        object: dataset.path,
        remedy: 'Open the file with MTH5 and close it, which makes the table anew',
      });
    }
    this.#dataset = dataset;
    this.#dtype = dtype;
    this.#layout = layoutOf(dataset);
  }

  get dataset(): Dataset {
    return this.#dataset;
  }

  get length(): number {
    return this.#dataset.shape?.[0] ?? 0;
  }

  async refresh(): Promise<void> {
    await this.#dataset.refresh();
  }

  /** @throws Hdf5Error as `Dataset.read`. */
  async read(start = 0, stop = this.length): Promise<ChannelRow[]> {
    if (stop <= start) return [];
    const { data } = await this.#dataset.read([[start, stop]]);
    return rowsOf(data as Columns, stop - start);
  }

  /**
   * The rows as of now, of a table that its writer rewrites in place: past HDF5, where that can be.
   *
   * @throws Hdf5Error as `Dataset.read`.
   */
  async readLive(start = 0, stop = this.length): Promise<ChannelRow[]> {
    if (stop <= start) return [];
    return (await this.live?.rows(start, stop - start)) ?? this.read(start, stop);
  }

  /** The rows in their place in the file, where they can be reached so; for reading. */
  get live(): LiveRows | undefined {
    this.#live ??= LiveRows.open(this.#dataset, 'r') ?? null;
    return this.#live ?? undefined;
  }

  /**
   * Looks anew where the rows are: another program may have made the table anew.
   *
   * @returns Whether it is stored as it was; else it has to be opened anew.
   * @throws Hdf5Error as `Dataset.refresh`.
   */
  async lookAgain(): Promise<boolean> {
    await this.refresh();
    this.#live?.forgetPlaces();
    return layoutOf(this.#dataset) === this.#layout;
  }

  /** Gives back what reading past HDF5 needs. */
  close(): void {
    this.#live?.close();
  }

  /**
   * Writes rows over those that are there from `start` on, and behind them.
   *
   * @throws Hdf5Error as `Dataset.resize` and `Dataset.write`.
   */
  async write(start: number, rows: readonly ChannelRow[]): Promise<void> {
    if (rows.length === 0) return;
    const stop = start + rows.length;
    if (stop > this.length) await this.#dataset.resize([stop]);
    await this.#dataset.write([[start, stop]], columnsOf(this.#dtype, rows));
  }

  async flush(): Promise<void> {
    await this.#dataset.flush();
  }
}

function layoutOf({ chunks, filters, dtype }: Dataset): string {
  return JSON.stringify([chunks, filters.map(({ id }) => id), dtype.class === 'compound' ? dtype.size : 0]);
}

/** Whether a row is none: MTH5 gives a table without channels one row of zeros. */
export function isEmptyRow({ survey, station, run, component }: ChannelRow): boolean {
  return survey === '' && station === '' && run === '' && component === '';
}
