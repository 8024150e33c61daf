import { Hdf5Error, type Dataset } from '@h5tail/adapter';
import type { Place } from './open-state.js';

/**
 * First element of the chunk that holds the element at `offset`.
 *
 * @throws Hdf5Error `OUT_OF_RANGE`; `WRONG_SHAPE` where the dataset has no chunks, or another number of axes.
 */
export function chunkCorner(
  { shape, chunks }: Pick<Dataset, 'shape' | 'chunks'>,
  offset: readonly number[],
  place: Place,
): number[] {
  if (shape === null || chunks === null) {
    throw new Hdf5Error('WRONG_SHAPE', 'the dataset is not stored in chunks', place);
  }
  if (offset.length !== shape.length) {
    throw new Hdf5Error('WRONG_SHAPE', `an offset of ${shape.length} axes is needed, not ${offset.length}`, place);
  }
  return offset.map((index, axis) => {
    const extent = shape[axis] as number;
    if (Number.isSafeInteger(index) && index >= 0 && index < extent) return index - (index % (chunks[axis] as number));
    const message = `index ${index} is not within axis ${axis}, which has ${extent} elements`;
    throw new Hdf5Error('OUT_OF_RANGE', message, place);
  });
}

/** The fault of reading a chunk that was never written. */
export function chunkNotStored(offset: readonly number[], place: Place): Hdf5Error {
  const remedy = 'Its elements have the fill value';
  return new Hdf5Error('OUT_OF_RANGE', `the chunk at (${offset.join(', ')}) is not stored`, { ...place, remedy });
}
