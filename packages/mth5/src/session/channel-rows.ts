import { channelKey, type ChannelIds } from '../model/channel-path.js';
import type { Mth5Version } from '../model/layout.js';
import { isEmptyRow, type ChannelTable } from '../storage/channel-table.js';
import type { ChannelRow } from '../storage/channel-row.js';

/** Which row of the table each channel has. */
export class ChannelRows {
  readonly #version: Mth5Version;
  readonly #byChannel = new Map<string, number>();
  readonly #byRun = new Map<string, string[]>();
  readonly #rows: ChannelRow[];

  private constructor(version: Mth5Version, rows: ChannelRow[]) {
    this.#version = version;
    this.#rows = rows;
    rows.forEach((row, index) => {
      if (!isEmptyRow(row)) this.#add(idsOf(row), index);
    });
  }

  /** Reads the whole table. */
  static async of(table: ChannelTable, version: Mth5Version): Promise<ChannelRows> {
    return new ChannelRows(version, await table.read());
  }

  /** Number of the channel's row; `undefined` where the table lacks it. */
  indexOf(ids: ChannelIds): number | undefined {
    return this.#byChannel.get(this.#keyOf(ids));
  }

  at(index: number): ChannelRow | undefined {
    return this.#rows[index];
  }

  /** Number of the row that a new channel gets: behind the others, or in place of the one that says that there are none. */
  get next(): number {
    return this.#byChannel.size === 0 ? 0 : this.#rows.length;
  }

  set(index: number, row: ChannelRow): void {
    this.#rows[index] = row;
    this.#add(idsOf(row), index);
  }

  /** All that are rows of channels, with their numbers. */
  *entries(): Generator<readonly [number, ChannelRow]> {
    for (const index of this.#byChannel.values()) yield [index, this.#rows[index] as ChannelRow];
  }

  /** Names of the channels of a run, in the order of their rows. */
  channelsOf(run: Omit<ChannelIds, 'channel'>): readonly string[] {
    return this.#byRun.get(this.#keyOf({ ...run, channel: '' })) ?? [];
  }

  #add(ids: ChannelIds, index: number): void {
    const key = this.#keyOf(ids);
    if (!this.#byChannel.has(key)) {
      const run = this.#keyOf({ ...ids, channel: '' });
      const channels = this.#byRun.get(run);
      if (channels === undefined) this.#byRun.set(run, [ids.channel]);
      else channels.push(ids.channel);
    }
    this.#byChannel.set(key, index);
  }

  /** Version 0.1.0 has one survey, whatever it is called. */
  #keyOf(ids: ChannelIds): string {
    return channelKey(this.#version === '0.1.0' ? { ...ids, survey: '' } : ids);
  }
}

/** Which channel a row is of. */
export function idsOf({ survey, station, run, component }: ChannelRow): ChannelIds {
  return { survey, station, run, channel: component };
}
