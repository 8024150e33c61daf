import { Hdf5Error, type Dataset } from '@h5tail/adapter';
import type { ChannelIds } from '../model/channel-path.js';
import { epoch, instantOf } from '../model/time.js';
import { isPlaceholder } from '../storage/placeholder.js';
import type { ChannelRow } from '../storage/channel-row.js';
import type { ChannelRows } from './channel-rows.js';
import type { ChannelBeginning } from './channel-writer.js';

/** @throws Hdf5Error `OBJECT_NOT_FOUND` where the table lacks the channel. */
export function requireRow(rows: ChannelRows, ids: ChannelIds, dataset: Dataset): readonly [number, ChannelRow] {
  const index = rows.indexOf(ids);
  const row = index === undefined ? undefined : rows.at(index);
  if (index !== undefined && row !== undefined) return [index, row];
  throw new Hdf5Error('OBJECT_NOT_FOUND', 'the channel is not in the table of channels', {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'h5tail mth5 recover brings the table up to date',
  });
}

/** What a channel of an open file begins with. */
export async function beginning(dataset: Dataset, row: ChannelRow, rowIndex: number): Promise<ChannelBeginning> {
  return { dataset, row, rowIndex, start: instantOf(row.start) ?? epoch, isPlaceholder: await isPlaceholder(dataset) };
}
