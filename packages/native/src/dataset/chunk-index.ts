import { KnownPlaces, openStoredDataset, type ChunkIndex } from '@h5tail/local-file';
import type { DatasetTarget } from './dataset-target.js';

/**
 * Where the elements of an open dataset are, by the file's own account, which is read once; `undefined` where it cannot
 * be told, and where the dataset is not in the file that `objects` has open.
 */
export function placesOf({
  objects,
  open,
  isAlone,
}: Pick<DatasetTarget, 'objects' | 'open' | 'isAlone'>): KnownPlaces | undefined {
  const { descriptor } = objects.open;
  if (descriptor === null || !isAlone) return undefined;
  if (open.places === undefined) {
    const stored = openStoredDataset(descriptor, open.address);
    open.places = stored === undefined ? 'none' : new KnownPlaces(stored.storage);
  }
  return open.places === 'none' ? undefined : open.places;
}

/** The file's own index of a dataset's chunks; see {@link placesOf}. */
export function chunkIndexOf(target: DatasetTarget): ChunkIndex | undefined {
  const storage = placesOf(target)?.storage;
  return storage?.kind === 'contiguous' ? undefined : storage;
}
