import { closeSync, openSync } from 'node:fs';
import { openStoredDataset } from '../element-storage.js';
import type { ChunkIndex } from '../chunk-index.js';
import { KnownPlaces } from '../stored-elements/known-places.js';
import { readAsStored, rowsFrom } from '../stored-elements/read-as-stored.js';
import { systemFault } from '../system-fault.js';
import type { SequencesToKeep } from './torn-collections.js';

/** Chunks that are asked for at once. */
const chunksAtOnce = 1024;

/**
 * How far reaches what a writer that was killed has left behind the end of a dataset with one axis: elements that it had put
 * into chunks before the extent that covers them. HDF5 takes what is there for elements that are to be replaced. Where they
 * are of variable length it removes their sequences from the heap, and that removes others where these were never written.
 * Growing the dataset to there and shrinking it again clears them.
 *
 * @param path Of a file that nobody else writes.
 * @returns The first element behind what was left; `length` where there is nothing.
 * @throws Hdf5Error what the operating system reports.
 */
export function remainsBehind(path: string, { address, filters, length }: SequencesToKeep): number {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const storage = openStoredDataset(descriptor, address)?.storage;
      if (storage === undefined || storage.kind === 'contiguous') return length;
      const chunkLength = storage.chunkShape[0] as number;
      const edge = Math.ceil(length / chunkLength) * chunkLength;
      const beyond = endOfChunks(descriptor, storage, edge / chunkLength) * chunkLength;
      if (beyond > edge) return beyond;
      return edge > length && hasRemains(descriptor, storage, { filters, length }, edge) ? edge : length;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw systemFault(error, path);
  }
}

/** The chunk behind the last one that is stored, from a chunk on. */
function endOfChunks(descriptor: number, storage: ChunkIndex, from: number): number {
  let end = from;
  for (let first = from; ; first += chunksAtOnce) {
    const positions = storage.placesIn(descriptor, [first], [chunksAtOnce])?.positions ?? new Float64Array(0);
    const last = positions.findLastIndex((position) => position >= 0);
    if (last < 0) return end;
    end = first + last + 1;
  }
}

/** Whether anything but zeros lies between the last element and the end of its chunk; what cannot be read counts. */
function hasRemains(
  descriptor: number,
  storage: ChunkIndex,
  { filters, length }: Pick<SequencesToKeep, 'filters' | 'length'>,
  edge: number,
): boolean {
  const chunkLength = storage.chunkShape[0] as number;
  const places = storage.placesIn(descriptor, [edge / chunkLength - 1], [1]);
  if ((places?.positions[0] ?? -1) < 0) return false;
  const elementBytes = storage.chunkBytes / chunkLength;
  const bytes = new Uint8Array((edge - length) * elementBytes);
  // The dataset as if it reached to the end of its chunk.
  const elements = { descriptor, places: new KnownPlaces(storage), filters, shape: [edge], elementBytes };
  return !readAsStored(elements, rowsFrom(length, edge - length), bytes) || bytes.some((byte) => byte !== 0);
}
