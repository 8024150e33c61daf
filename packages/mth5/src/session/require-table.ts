import { Hdf5Error } from '@h5tail/adapter';
import { tablePath, type Mth5Version } from '../model/layout.js';
import { lackingForTable, lookForTable, makeTable } from '../recovery/make-table.js';
import { bringRowsUpToDate } from '../recovery/rows-for-session.js';
import { ChannelTable } from '../storage/channel-table.js';
import type { Store } from '../storage/store.js';

/**
 * The table of channels of a file that is open for writing. One that is missing is made, with a row for each channel, as MTH5 does.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND` where it is missing and this implementation of HDF5 cannot make one; `WRONG_DTYPE` where
 * something else is in its place.
 */
export async function requireTable(store: Store, version: Mth5Version): Promise<ChannelTable> {
  const path = tablePath(version, 'channel_summary');
  if ((await lookForTable(store, version)).kind !== 'missing') return new ChannelTable(await store.dataset(path));
  const lacking = lackingForTable(store.adapter, false);
  if (lacking !== undefined) {
    throw new Hdf5Error('OBJECT_NOT_FOUND', 'the file has no table of channels', {
      file: store.path,
      object: path,
      remedy: `${store.adapter.name} lacks ${lacking} to make one: h5tail mth5 recover --backend native does, or MTH5 by opening and closing the file`,
    });
  }
  const table = await makeTable(store, version);
  await bringRowsUpToDate(store, version, table);
  return table;
}
