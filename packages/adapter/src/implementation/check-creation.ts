import { Hdf5Error } from '../errors.js';
import type { CreateDatasetOptions } from '../group.js';
import { defaultChunk } from './default-chunk.js';
import { elementSize } from './element-size.js';

const mostAxes = 32;
const chunkLimitBytes = 2 ** 32;

/** The extents of a new dataset, checked and completed. */
export interface CreationLayout {
  readonly shape: readonly number[];
  readonly maxShape: readonly (number | null)[];
  readonly chunks: readonly number[] | null;
}

/**
 * Checks the extents of a new dataset and chooses its chunk where one is needed and none is given.
 *
 * @throws Hdf5Error `WRONG_SHAPE` if shape, maximum and chunk do not go together.
 */
export function checkCreation(
  options: Omit<CreateDatasetOptions, 'data'>,
  place: { file: string; object: string },
): CreationLayout {
  const shape = options.shape ?? [];
  const maxShape = options.maxShape ?? shape;
  const fail = (message: string): never => {
    throw new Hdf5Error('WRONG_SHAPE', message, place);
  };
  const isExtent = (extent: number, least: number): boolean => Number.isSafeInteger(extent) && extent >= least;
  if (!shape.every((extent) => isExtent(extent, 0))) fail(`the shape (${shape.join(', ')}) is not made of lengths`);
  if (shape.length > mostAxes) fail(`${shape.length} axes are more than the ${mostAxes} that HDF5 has`);
  if (maxShape.length !== shape.length) fail(`maximum and shape have ${maxShape.length} and ${shape.length} axes`);
  maxShape.forEach((limit, axis) => {
    if (limit !== null && (!isExtent(limit, 0) || limit < (shape[axis] as number))) {
      fail(`the maximum ${limit} of axis ${axis} is below its extent ${shape[axis]}`);
    }
  });

  const grows = maxShape.some((limit, axis) => limit !== shape[axis]);
  const needsChunks = grows || (options.filters ?? []).length > 0;
  if (options.chunks === undefined) {
    if (!needsChunks) return { shape, maxShape, chunks: null };
    if (shape.length === 0) fail('a single value cannot have filters');
    return { shape, maxShape, chunks: defaultChunk(shape, maxShape, elementSize(options.dtype, 8)) };
  }
  const { chunks } = options;
  if (chunks.length !== shape.length || chunks.length === 0) fail(`the chunk has ${chunks.length} axes`);
  chunks.forEach((extent, axis) => {
    const limit = maxShape[axis];
    if (!isExtent(extent, 1)) fail(`the chunk's extent ${extent} of axis ${axis} is not a length`);
    // HDF5 refuses a chunk larger than a fixed dataset, because part of it could never be used.
    if (limit !== null && limit !== undefined && extent > Math.max(1, limit)) {
      fail(`the chunk's extent ${extent} of axis ${axis} is beyond the maximum ${limit}`);
    }
  });
  const chunkBytes = chunks.reduce((product, extent) => product * extent, elementSize(options.dtype, 8));
  if (chunkBytes >= chunkLimitBytes) fail(`a chunk of ${chunkBytes} bytes is too large: it must be below 4 GiB`);
  return { shape, maxShape, chunks };
}
