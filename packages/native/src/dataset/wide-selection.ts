import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { DatasetTarget } from './dataset-target.js';

/** Neighbouring steps along the slowest axis, each as wide as the dataset. */
export interface WideSelection {
  readonly start: number;
  readonly stop: number;
  /** Bytes of a step as stored. */
  readonly stepBytes: number;
  /** Steps in a chunk, which is as wide as the dataset; `undefined` of a contiguous dataset. */
  readonly stepsPerChunk: number | undefined;
}

/**
 * A selection whose elements are stored one after the other, chunk by chunk, as they are; `undefined` for others, and
 * where something stands between the file and the elements: filters, links, a writer of this process.
 *
 * @param elementBytes Bytes of an element as stored.
 */
export function wideSelection(target: DatasetTarget, slab: Hyperslab, elementBytes: number): WideSelection | undefined {
  const { shape, chunks, isContiguous, filters } = target.description;
  if (!target.isReadOnlyHere || filters.length > 0) return undefined;
  if (shape === null || shape.length === 0 || slab.stride[0] !== 1) return undefined;
  if (!shape.every((extent, axis) => axis === 0 || slab.count[axis] === extent)) return undefined;
  const isWideInChunks = chunks?.every((extent, axis) => axis === 0 || extent === shape[axis]) === true;
  if (!isContiguous && !isWideInChunks) return undefined;
  const [start, count] = [slab.start[0] as number, slab.count[0] as number];
  const stepBytes = shape.reduce((product, extent, axis) => (axis === 0 ? product : product * extent), elementBytes);
  return { start, stop: start + count, stepBytes, stepsPerChunk: chunks?.[0] };
}

/** How many chunks hold a selection, and whether it takes all of each. */
export function chunksOf({ start, stop, stepsPerChunk = 1 }: WideSelection): { count: number; areWhole: boolean } {
  return {
    count: Math.ceil(stop / stepsPerChunk) - Math.floor(start / stepsPerChunk),
    areWhole: start % stepsPerChunk === 0 && stop % stepsPerChunk === 0,
  };
}
