import type { Dataset } from '@h5tail/adapter';

/**
 * Whether the one sample of a channel only keeps the place: MTH5 makes channels without data so. Nobody has written it, and so it has no
 * place in the file, unlike a sample that is zero. The first sample that is taken comes in its place.
 *
 * @throws Hdf5Error as `Dataset.chunkInfo`.
 */
export async function isPlaceholder(dataset: Dataset): Promise<boolean> {
  if (dataset.shape?.[0] !== 1 || dataset.chunks === null) return false;
  return dataset.chunkInfo !== undefined && (await dataset.chunkInfo([0])) === null;
}
