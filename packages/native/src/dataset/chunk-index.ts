import { openStoredDataset, type ChunkIndex, type ElementStorage } from '@h5tail/local-file';
import type { DatasetTarget } from './dataset-target.js';

/**
 * Where the elements of an open dataset are, by the file's own account, which is read once; `undefined` where it cannot
 * be told, and where the dataset is not in the file that `objects` has open.
 */
export function storageOf({ objects, open, isAlone }: DatasetTarget): ElementStorage | undefined {
  const { descriptor } = objects.open;
  if (descriptor === null || !isAlone) return undefined;
  open.storage ??= openStoredDataset(descriptor, open.address)?.storage ?? 'none';
  return open.storage === 'none' ? undefined : open.storage;
}

/** The file's own index of a dataset's chunks; see {@link storageOf}. */
export function chunkIndexOf(target: DatasetTarget): ChunkIndex | undefined {
  const storage = storageOf(target);
  return storage?.kind === 'contiguous' ? undefined : storage;
}
