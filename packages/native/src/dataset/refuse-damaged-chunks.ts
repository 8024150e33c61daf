import { filterIds, Hdf5Error } from '@h5tail/adapter';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import { damagedChunk } from '@h5tail/local-file/decoding';
import { chunkIndexOf } from './chunk-index.js';
import type { DatasetTarget } from './dataset-target.js';
import type { OpenDataset } from './open-datasets.js';

/**
 * Places of chunks that were right, by the datasets that they belong to. A writer in SWMR mode may write there again, as it may
 * between this look and that of HDF5.
 */
const known = new WeakMap<OpenDataset, Set<string>>();
const mostKnown = 4096;

/**
 * Keeps damaged chunks from HDF5's plug-in for LZ4. It calls `LZ4_decompress_fast`, which believes what it reads, and then
 * the whole process ends.
 *
 * It finds those that {@link damagedChunk} can look at: not those of another file than the one that is open, or that are
 * being written by this process, nor behind other plug-ins, nor of a selection with gaps.
 *
 * @throws Hdf5Error `CORRUPT_FILE`.
 */
export function refuseDamagedChunks(target: DatasetTarget, slab: Hyperslab): void {
  const { filters, objects, open } = target;
  const file = objects.open.descriptor;
  if (!target.isReadOnlyHere || file === null || !filters.some(({ id }) => id === filterIds.lz4)) return;
  const index = chunkIndexOf(target);
  if (index === undefined) return;
  const chunk = damagedChunk({ index, file, filters, slab, known: knownOf(open) });
  if (chunk === undefined) return;
  throw new Hdf5Error('CORRUPT_FILE', `the chunk at (${chunk.join(', ')}) cannot be decompressed`, {
    ...objects.place(target.path),
    remedy: 'Take the file from its source again; other chunks can be read',
  });
}

function knownOf(open: OpenDataset): Set<string> {
  let places = known.get(open);
  if (places === undefined || places.size > mostKnown) known.set(open, (places = new Set()));
  return places;
}
