import type { Hyperslab } from '@h5tail/adapter/implementation';
import { nowhere } from '../c/constants.js';
import type { DatasetTarget } from './dataset-target.js';

/** Bytes of the file that hold selected elements. */
export interface StoredRun {
  /** First byte, from the beginning of the file. */
  readonly position: number;
  readonly byteLength: number;
}

/**
 * Where selected elements lie in the file, in their order; `undefined` where that is not in whole runs: behind filters,
 * in places that were never written, in parts of rows.
 *
 * A run is a number of neighbouring steps along the slowest axis, within one chunk that is as wide as the dataset, or in
 * a contiguous dataset.
 *
 * @param elementBytes Bytes of an element as stored.
 */
export function storedRuns(target: DatasetTarget, slab: Hyperslab, elementBytes: number): StoredRun[] | undefined {
  const { shape, chunks, isContiguous, filters } = target.description;
  if (!target.isReadOnlyHere || target.objects.open.descriptor === null) return undefined;
  if (shape === null || shape.length === 0 || slab.stride[0] !== 1 || filters.length > 0) return undefined;
  const isWide = shape.every((extent, axis) => axis === 0 || slab.count[axis] === extent);
  if (!isWide) return undefined;
  const stepBytes = shape.reduce((product, extent, axis) => (axis === 0 ? product : product * extent), elementBytes);
  const [start, count] = [slab.start[0] as number, slab.count[0] as number];
  if (isContiguous) {
    const address = addressOf(target);
    return address === undefined
      ? undefined
      : [{ position: address + start * stepBytes, byteLength: count * stepBytes }];
  }
  if (chunks?.every((extent, axis) => axis === 0 || extent === shape[axis]) !== true) return undefined;
  return runsInChunks(target, start, start + count, chunks[0] as number, stepBytes);
}

function addressOf({ objects, id }: DatasetTarget): number | undefined {
  const address = objects.instance.thread.library.c.H5Dget_offset(id);
  return BigInt(address) === nowhere ? undefined : Number(address);
}

function runsInChunks(
  { objects, id, description }: DatasetTarget,
  start: number,
  stop: number,
  steps: number,
  stepBytes: number,
): StoredRun[] | undefined {
  const { c } = objects.instance.thread.library;
  const offset = new BigUint64Array(description.shape?.length ?? 0);
  const [mask, address, size] = [new Uint32Array(1), new BigUint64Array(1), new BigUint64Array(1)];
  const runs: StoredRun[] = [];
  for (let first = start - (start % steps); first < stop; first += steps) {
    offset[0] = BigInt(first);
    if (c.H5Dget_chunk_info_by_coord(id, offset, mask, address, size) < 0) return undefined;
    if (address[0] === nowhere || Number(size[0]) !== steps * stepBytes) return undefined;
    const from = Math.max(start, first);
    const byteLength = (Math.min(stop, first + steps) - from) * stepBytes;
    runs.push({ position: Number(address[0]) + (from - first) * stepBytes, byteLength });
  }
  return runs;
}
