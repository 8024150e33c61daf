import { elementSize, Hdf5Error, type Dataset, type Dtype, type Filter, type Group, type Slab } from '@h5tail/adapter';
import { chunkForResults } from './chunk-for-results.js';
import type { AxisRange } from '../frame.js';
import { requireWithin, requireSlice } from './results-slice.js';

/** Bytes of a pointer in the file: an element of variable length is stored as its length and a place. */
const pointerBytes = 8;

/** Where the first result belongs, and how the dataset is stored. */
export interface CreateResultsOptions {
  /** The point of the first result: one range per axis of the scan, as a frame and a scan point have it. */
  readonly slice: readonly AxisRange[];
  /** Largest extents of the scan, as a scan point has it; `null` along an axis without a limit. */
  readonly maxShape: readonly (number | null)[];
  /** Extents of a chunk. Default: one result, or for small results the whole scan; 1 KiB to about 1 MiB. */
  readonly chunks?: readonly number[];
  /** Filters in the order of writing. Default: none. */
  readonly filters?: readonly Filter[];
}

/**
 * Creates a dataset for the results of a scan from the first result, and writes that where it belongs. The dataset has the
 * axes of the scan, then those of the result, and just the extents that it takes so far; {@link appendData} adds the next
 * ones. Elements in between are fill values.
 *
 * @param parent Group to create it in.
 * @param path Name in that group.
 * @param slab The result: a frame, or anything computed from one.
 * @throws Hdf5Error `OUT_OF_RANGE` if the slice leaves the scan, `WRONG_SHAPE` for a result without elements, and what
 * `Group.createDataset` throws.
 *
 * @example
 * ```ts
 * for await (const point of source) {
 *   const sum = { dtype: dtypes.float64, shape: [], data: Float64Array.of(total(point.frames.get('image'))) };
 *   if (results === undefined) results = await createDataset(out.root, 'sum', sum, point);
 *   else await appendData(results, sum, point.slice);
 * }
 * ```
 */
export async function createDataset<D extends Dtype>(
  parent: Group,
  path: string,
  slab: Slab<D>,
  { slice, maxShape, chunks, filters }: CreateResultsOptions,
): Promise<Dataset<D>> {
  const place = { file: parent.file.path, object: path };
  requireSlice(slice, maxShape.length, place);
  if (slab.shape.includes(0)) {
    throw new Hdf5Error('WRONG_SHAPE', 'the first result has no elements', {
      ...place,
      remedy: 'Begin with a result that has some, because chunks take its shape',
    });
  }
  const shape = [...slice.map(([, stop]) => stop), ...slab.shape];
  const largest = [...maxShape, ...slab.shape];
  requireWithin(shape, largest, place);
  const dataset = await parent.createDataset(path, {
    dtype: slab.dtype,
    shape,
    maxShape: largest,
    chunks: chunks ?? chunkForResults(maxShape, slab.shape, elementSize(slab.dtype, pointerBytes)),
    ...(filters === undefined ? {} : { filters }),
  });
  await dataset.write([...slice], slab.data);
  return dataset;
}
