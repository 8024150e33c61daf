import { openChunkIndex, type ChunkIndex } from '@h5tail/local-file';
import type { DatasetTarget } from './dataset-target.js';

/**
 * The file's own index of a dataset's chunks, opened once for an open dataset; `undefined` where it is of a kind that only
 * HDF5 reads, and where the dataset is not in the file that `objects` has open.
 */
export function chunkIndexOf({ objects, open, isAlone }: DatasetTarget): ChunkIndex | undefined {
  const { descriptor } = objects.open;
  if (descriptor === null || !isAlone) return undefined;
  open.chunkIndex ??= openChunkIndex(descriptor, open.address) ?? 'none';
  return open.chunkIndex === 'none' ? undefined : open.chunkIndex;
}
