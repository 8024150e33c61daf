import { statSync } from 'node:fs';
import { elementSize, openFile, type Dataset, type Hdf5Adapter } from '@h5tail/adapter';
import { channelPath } from '../model/channel-path.js';
import { tablePath } from '../model/layout.js';
import { requireMth5 } from '../opening/require-mth5.js';
import { idsOf } from '../session/channel-rows.js';
import { ChannelTable, isEmptyRow } from '../storage/channel-table.js';
import { readRemains } from './session-remains.js';

/**
 * Whether a file that ends before the end that its superblock tells has all samples that its session counts. It is so after a full disk: HDF5 1.10
 * gives out places, fails to write there, and tells an end behind them all the same. A file that was cut short lacks samples.
 *
 * @throws Hdf5Error what keeps it from being read.
 */
export async function holdsCountedSamples(path: string, adapter: Hdf5Adapter): Promise<boolean> {
  const fileSize = statSync(path).size;
  const file = await openFile(path, { adapter, mode: 'r', swmr: true });
  try {
    const version = await requireMth5(file, false);
    const remains = await readRemains(file);
    if (remains !== 'going-on' && remains !== 'cut') return false;
    const table = new ChannelTable(await file.dataset(tablePath(version, 'channel_summary')));
    for (const row of await table.read()) {
      if (isEmptyRow(row)) continue;
      const dataset = await file.dataset(channelPath(version, idsOf(row)));
      if (!(await isWithin(dataset, row.n_samples, fileSize))) return false;
    }
    return true;
  } finally {
    await file.close();
  }
}

async function isWithin(dataset: Dataset, samples: number, fileSize: number): Promise<boolean> {
  const chunk = dataset.chunks?.[0] ?? 1;
  const isFiltered = dataset.filters.length > 0;
  const sampleSize = elementSize(dataset.dtype, 8);
  for (let start = 0; start < samples; start += chunk) {
    const info = await dataset.chunkInfo?.([start]);
    if (info === null || info === undefined) return false;
    const needed = isFiltered ? info.size : Math.min(chunk, samples - start) * sampleSize;
    if (info.address + needed > fileSize) return false;
  }
  return true;
}
