import { elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { readChunksDecoded } from '@h5tail/local-file/decoding';
import { chunkIndexOf } from './chunk-index.js';
import type { DatasetTarget } from './dataset-target.js';
import type { ReadResult } from './read-result.js';

/** A read that goes on in other threads, while others may use HDF5. */
export class DecodedLater {
  /** Whether the result is right; if not, it has to be read in another way. Others may use HDF5 meanwhile. */
  readonly isRight: Promise<boolean>;
  readonly finish: () => unknown;

  constructor(isRight: Promise<boolean>, finish: () => unknown) {
    this.isRight = isRight;
    this.finish = finish;
  }
}

/**
 * Begins to read filtered chunks without HDF5.
 *
 * @returns `undefined` where that cannot be done or does not pay.
 */
export function readDecoded(
  target: DatasetTarget,
  slab: Hyperslab,
  { bytes, finish }: ReadResult,
): DecodedLater | undefined {
  const { objects, description, memoryDtype: held, filters } = target;
  if (filters.length === 0 || !target.isReadOnlyHere || !description.isStoredAsHeld || holdsPointers(held)) {
    return undefined;
  }
  const { decoding } = objects.instance.thread;
  const index = chunkIndexOf(target);
  if (index === undefined) return undefined;
  const file = objects.open.sharedDescriptor;
  if (file === undefined) return undefined;
  const read = readChunksDecoded({
    pool: decoding.pool,
    decoders: decoding.decoders,
    file,
    index,
    filters,
    elementBytes: elementSize(held, 8),
    shape: description.shape ?? [],
    slab,
    bytes,
    cacheBytes: objects.instance.chunkCacheBytes,
  });
  return (
    read &&
    new DecodedLater(
      read.then((right) => right !== undefined),
      finish,
    )
  );
}
