import { isHdf5Error } from '@h5tail/adapter';
import { readDatasetExtents } from '@h5tail/local-file';
import { channelPath } from '../model/channel-path.js';
import { runPath, stationPath, tablePath } from '../model/layout.js';
import type { Mth5Access } from '../mth5-access.js';
import { idsOf } from '../session/channel-rows.js';
import { referencedAddress, type ChannelRow } from '../storage/channel-row.js';
import { ChannelTable, isEmptyRow } from '../storage/channel-table.js';
import { rowsOfTree } from '../storage/rows-of-tree.js';
import { grown } from './stale-row.js';

/** One row of the table of channels, with MTH5's columns; references are the paths that they lead to. */
export interface ChannelSummary extends Omit<
  ChannelRow,
  'hdf5_reference' | 'run_hdf5_reference' | 'station_hdf5_reference'
> {
  /** Path of the channel inside the file. */
  readonly hdf5_reference: string;
  /** Path of the run inside the file. */
  readonly run_hdf5_reference: string;
  /** Path of the station inside the file. */
  readonly station_hdf5_reference: string;
}

/** The table of channels as of now; see `Mth5File.summary`. */
export async function readSummary(access: Mth5Access): Promise<ChannelSummary[]> {
  const session = access.openSession;
  if (session !== undefined) return summaryOf(access, await access.inspect(async () => session.currentRows()));
  return access.inspect(async () => {
    const isOn = await access.mark.isOn();
    const rows = isOn ? await access.table.rows() : await settledRows(access);
    return summaryOf(access, rows);
  });
}

function summaryOf({ version }: Mth5Access, rows: readonly ChannelRow[]): ChannelSummary[] {
  return rows.map((row) => {
    const { survey, station, run } = row;
    return {
      ...row,
      hdf5_reference: channelPath(version, idsOf(row)),
      run_hdf5_reference: runPath(version, survey, station, run),
      station_hdf5_reference: stationPath(version, survey, station),
    };
  });
}

async function readTable(access: Mth5Access): Promise<ChannelRow[] | undefined> {
  try {
    const table = new ChannelTable(await access.store.dataset(tablePath(access.version, 'channel_summary')));
    await table.refresh();
    return (await table.read()).filter((row) => !isEmptyRow(row));
  } catch (error) {
    if (isHdf5Error(error) && (error.code === 'OBJECT_NOT_FOUND' || error.code === 'WRONG_DTYPE')) return undefined;
    throw error;
  }
}

/** Outside of a session the table may have fallen behind: the datasets are what counts. */
async function settledRows(access: Mth5Access): Promise<ChannelRow[]> {
  const rows = await readTable(access);
  if (rows === undefined || rows.length === 0) return rowsWithoutTable(access);
  const addresses = rows.map(({ hdf5_reference }) => referencedAddress(hdf5_reference));
  const extents = readDatasetExtents(access.path, addresses);
  const settled: ChannelRow[] = [];
  for (const [index, row] of rows.entries()) {
    const extent = extents[index]?.[0] ?? (await extentOf(access, row));
    if (extent !== undefined) settled.push(extent === row.n_samples ? row : await grown(access, row, extent));
  }
  return settled;
}

/** Attributes do not tell what was appended since they were written. */
async function rowsWithoutTable(access: Mth5Access): Promise<ChannelRow[]> {
  const rows: ChannelRow[] = [];
  for (const row of await rowsOfTree(access.store, access.version)) {
    rows.push(row.n_samples === 0 ? row : await grown(access, row, row.n_samples));
  }
  return rows;
}

/** `undefined` where the channel of a row is gone. */
async function extentOf({ store, version }: Mth5Access, row: ChannelRow): Promise<number | undefined> {
  try {
    const dataset = await store.dataset(channelPath(version, idsOf(row)));
    await dataset.refresh();
    return dataset.shape?.[0];
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'OBJECT_NOT_FOUND') return undefined;
    throw error;
  }
}
