import { closeSync, openSync } from 'node:fs';
import { openStoredDataset } from '../element-storage.js';
import { systemFault } from '../system-fault.js';

/** Chunks that are asked for at once. */
const chunksAtOnce = 1024;

/**
 * How far the chunks of a dataset with one axis reach that are stored from its end on. A writer that was killed may have
 * written chunks, or parts of one, before the extent that covers them; what is there is not zero, as HDF5 takes it to be when
 * the dataset grows.
 *
 * @param path Of a file that nobody writes.
 * @param address Of the dataset's object header, from the file's base; what an object reference to it holds.
 * @param extent Elements of the dataset.
 * @returns The first element behind those chunks; `extent` where there are none.
 * @throws Hdf5Error what the operating system reports.
 */
export function storedBeyond(path: string, address: number, extent: number): number {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const storage = openStoredDataset(descriptor, address)?.storage;
      if (storage === undefined || storage.kind === 'contiguous') return extent;
      const chunkLength = storage.chunkShape[0] as number;
      let end = extent;
      for (let first = Math.floor(extent / chunkLength); ; first += chunksAtOnce) {
        const positions = storage.placesIn(descriptor, [first], [chunksAtOnce])?.positions ?? new Float64Array(0);
        const last = positions.findLastIndex((position) => position >= 0);
        if (last < 0) return end;
        end = Math.max(end, (first + last + 1) * chunkLength);
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw systemFault(error, path);
  }
}
