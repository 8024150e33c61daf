import { isHdf5Error, type Dataset } from '@h5tail/adapter';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import { tablePath, type Mth5Version } from '../model/layout.js';
import { sampleTime } from '../model/sample-time.js';
import { instantText, parseInstant } from '../model/time.js';
import { ChannelRows } from '../session/channel-rows.js';
import type { ChannelRow } from '../storage/channel-row.js';
import { ChannelTable } from '../storage/channel-table.js';
import type { Store } from '../storage/store.js';
import type { SessionMark } from './session-mark.js';

/** What of a channel may be read. */
export interface VisibleSamples {
  readonly length: number;
  /** Time of the first sample in nanoseconds since 1970, where the table is the one that knows it. */
  readonly start: bigint | undefined;
}

/** A row that was read while it was being written is looked at again so often. */
const attempts = 20;

/**
 * How many samples of channels may be read.
 *
 * During a session of this package the rows of the table tell: samples are there before their row counts them, and a dataset
 * may be longer than what was written of it. Otherwise the datasets themselves tell, as other programs do not keep the table up
 * to date.
 */
export class SampleCounts {
  readonly #store: Store;
  readonly #version: Mth5Version;
  readonly #mark: SessionMark;
  #table: ChannelTable | undefined;
  #rows: ChannelRows | undefined;

  constructor(store: Store, version: Mth5Version, mark: SessionMark) {
    this.#store = store;
    this.#version = version;
    this.#mark = mark;
  }

  /**
   * As of now, of channels of one run.
   *
   * @returns In the order of the channels; the datasets are refreshed, so that so much can be read of them.
   * @throws Hdf5Error as `Dataset.refresh`.
   */
  async of(channels: readonly ChannelIds[]): Promise<readonly VisibleSamples[]> {
    const rows = (await this.#mark.isOn()) ? await this.#wholeRows(channels) : undefined;
    const visible: VisibleSamples[] = [];
    for (const [position, ids] of channels.entries()) {
      const dataset = await this.#store.dataset(channelPath(this.#version, ids));
      // After the rows: what they count is there by now.
      await dataset.refresh();
      visible.push(bounded(dataset, rows?.[position]));
    }
    return visible;
  }

  async #wholeRows(channels: readonly ChannelIds[]): Promise<readonly (ChannelRow | undefined)[]> {
    const table = await this.#openTable();
    for (let attempt = 1; ; attempt++) {
      await table.refresh();
      const rows = await this.#rowsOf(table, channels);
      if (attempt === attempts || rows.every((row) => row === undefined || isWhole(row))) return rows;
    }
  }

  /** A writer that changes the structure opens the file anew. */
  async #openTable(): Promise<ChannelTable> {
    const dataset = await this.#store.dataset(tablePath(this.#version, 'channel_summary'));
    if (this.#table?.dataset !== dataset) this.#table = new ChannelTable(dataset);
    return this.#table;
  }

  /** The rows of one run stand together, mostly. */
  async #rowsOf(table: ChannelTable, channels: readonly ChannelIds[]): Promise<(ChannelRow | undefined)[]> {
    let known = (this.#rows ??= await ChannelRows.of(table, this.#version));
    if (channels.some((ids) => known.indexOf(ids) === undefined)) {
      known = this.#rows = await ChannelRows.of(table, this.#version);
    }
    const indices = channels.map((ids) => known.indexOf(ids));
    const found = indices.filter((index) => index !== undefined);
    const first = Math.min(...found);
    const rows = await table.read(first, Math.max(...found) + 1);
    return indices.map((index) => (index === undefined ? undefined : rows[index - first]));
  }
}

function bounded({ shape }: Dataset, row: ChannelRow | undefined): VisibleSamples {
  const length = shape?.[0] ?? 0;
  if (row === undefined) return { length, start: undefined };
  if (!isWhole(row)) return { length: 0, start: undefined };
  return { length: Math.min(length, row.n_samples), start: parseInstant(row.start) };
}

/**
 * Whether a row was read as it was written: its end agrees with its number of samples. Beside its writer, a part of a row can be
 * newer than the rest.
 */
export function isWhole({ start, end, n_samples, sample_rate }: ChannelRow): boolean {
  // Without a rate the times say nothing; such a channel is not appended to.
  if (!(sample_rate > 0)) return true;
  try {
    const last = sampleTime(parseInstant(start), Math.max(0, n_samples - 1), sample_rate);
    return instantText(last) === end;
  } catch (error) {
    if (isHdf5Error(error) || !(error instanceof RangeError)) throw error;
    return false;
  }
}
