import { Hdf5Error, shapeText, type Dataset, type Dtype, type Slab } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';
import { requireSlice, requireWithin } from './results-slice.js';

/**
 * Writes the result of one point into a dataset of results, which grows as far as that takes. Points may come in any
 * order; those not written hold fill values. Flushing is up to the caller.
 *
 * @param dataset Made by {@link createDataset}, or of the same shape: the axes of the scan, then those of a result.
 * @param slice The point: one range per axis of the scan, as a frame and a scan point have it.
 * @throws Hdf5Error `OUT_OF_RANGE` if it would leave the maximum shape, `WRONG_SHAPE` if the result does not have the
 * shape of those before, and what `Dataset.resize` and `Dataset.write` throw.
 */
export async function appendData<D extends Dtype>(
  dataset: Dataset<D>,
  slab: Slab<D>,
  slice: readonly AxisRange[],
): Promise<void> {
  const place = { file: dataset.file.path, object: dataset.path };
  const current = dataset.shape ?? [];
  requireSlice(slice, current.length - slab.shape.length, place);
  const frameExtents = current.slice(slice.length);
  if (slab.shape.some((extent, axis) => extent < (frameExtents[axis] as number))) {
    const shapes = `${shapeText(slab.shape)} is smaller than those before, ${shapeText(frameExtents)}`;
    throw new Hdf5Error('WRONG_SHAPE', `the shape of the result ${shapes}`, {
      ...place,
      remedy: 'All results of one dataset have the same shape',
    });
  }
  const ends = [...slice.map(([, stop]) => stop), ...slab.shape];
  const shape = current.map((extent, axis) => Math.max(extent, ends[axis] as number));
  requireWithin(shape, dataset.maxShape ?? [], place);
  if (shape.some((extent, axis) => extent > (current[axis] as number))) await dataset.resize(shape);
  await dataset.write([...slice], slab.data);
}
