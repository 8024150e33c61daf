import { read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import { defaultList, nowhere } from '../c/constants.js';
import type { Hdf5Functions } from '../c/functions.js';
import type { DatasetTarget } from './dataset-target.js';

const readLater = promisify(read);

/**
 * Where selected elements are stored one after the other, as they are: in a contiguous dataset, or in chunks that are as
 * wide as the dataset.
 */
export type StoredBytes =
  | { readonly kind: 'contiguous'; readonly position: number; readonly byteLength: number }
  | {
      readonly kind: 'chunks';
      /** Steps along the slowest axis: those selected, and those of a chunk. */
      readonly start: number;
      readonly stop: number;
      readonly stepsPerChunk: number;
      readonly stepBytes: number;
    };

/**
 * Finds out whether selected elements are stored one after the other, without looking for a single chunk.
 *
 * @param elementBytes Bytes of an element as stored.
 */
export function storedBytes(target: DatasetTarget, slab: Hyperslab, elementBytes: number): StoredBytes | undefined {
  const { shape, chunks, isContiguous, filters } = target.description;
  if (!target.isReadOnlyHere || filters.length > 0) return undefined;
  if (shape === null || shape.length === 0 || slab.stride[0] !== 1) return undefined;
  const isWide = shape.every((extent, axis) => axis === 0 || slab.count[axis] === extent);
  if (!isWide) return undefined;
  const [start, count] = [slab.start[0] as number, slab.count[0] as number];
  const stepBytes = shape.reduce((product, extent, axis) => (axis === 0 ? product : product * extent), elementBytes);
  if (isContiguous) {
    const address = addressOf(target);
    if (address === undefined) return undefined;
    return { kind: 'contiguous', position: address + start * stepBytes, byteLength: count * stepBytes };
  }
  if (chunks?.every((extent, axis) => axis === 0 || extent === shape[axis]) !== true) return undefined;
  return { kind: 'chunks', start, stop: start + count, stepsPerChunk: chunks[0] as number, stepBytes };
}

/** Place of a contiguous dataset's first element; `undefined` where the file gives it none, or none that can be read. */
function addressOf({ objects, id }: DatasetTarget): number | undefined {
  if (objects.open.descriptor === null) return undefined;
  const address = objects.instance.thread.library.c.H5Dget_offset(id);
  return BigInt(address) === nowhere ? undefined : Number(address);
}

/** Whether all chunks are selected as a whole. */
export function areWholeChunks(stored: StoredBytes & { readonly kind: 'chunks' }): boolean {
  return stored.start % stored.stepsPerChunk === 0 && stored.stop % stored.stepsPerChunk === 0;
}

/**
 * Reads stored bytes into `bytes`, which is as long as they are.
 *
 * @returns Whether all of them were there; a file that is being written may end before, or have no such chunk yet.
 */
export function readStoredBytes(target: DatasetTarget, stored: StoredBytes, bytes: Uint8Array): boolean {
  if (stored.kind === 'chunks') return readChunks(target, stored, bytes);
  const { descriptor } = target.objects.open;
  if (descriptor === null) return false;
  return readSync(descriptor, bytes, 0, stored.byteLength, stored.position) === stored.byteLength;
}

/** Reads part of a contiguous dataset from one of Node's own threads; see {@link readStoredBytes}. */
export async function readContiguousLater(
  { objects }: DatasetTarget,
  stored: StoredBytes & { readonly kind: 'contiguous' },
  bytes: Uint8Array,
): Promise<boolean> {
  if (objects.open.descriptor === null) return false;
  const { bytesRead } = await readLater(objects.open.descriptor, bytes, 0, stored.byteLength, stored.position);
  return bytesRead === stored.byteLength;
}

/**
 * Reads chunk by chunk. HDF5 looks each up and reads it straight into the memory that it is given; asking it for places
 * instead (`H5Dget_chunk_info_by_coord`) takes it through all chunks up to the one that is meant, until 1.14 at least.
 */
function readChunks(
  { objects, id, description }: DatasetTarget,
  { start, stop, stepsPerChunk, stepBytes }: StoredBytes & { readonly kind: 'chunks' },
  bytes: Uint8Array,
): boolean {
  const readChunk = chunkReader(objects.instance.thread.library.c);
  const offset = new BigUint64Array(description.shape?.length ?? 0);
  const mask = new Uint32Array(1);
  const chunkBytes = stepsPerChunk * stepBytes;
  let whole: Uint8Array | undefined;
  for (let first = start - (start % stepsPerChunk); first < stop; first += stepsPerChunk) {
    offset[0] = BigInt(first);
    const [from, to] = [Math.max(start, first), Math.min(stop, first + stepsPerChunk)];
    const place = (from - start) * stepBytes;
    if (to - from === stepsPerChunk) {
      if (readChunk(id, defaultList, offset, mask, bytes.subarray(place, place + chunkBytes)) < 0) return false;
      continue;
    }
    whole ??= new Uint8Array(chunkBytes);
    if (readChunk(id, defaultList, offset, mask, whole) < 0) return false;
    bytes.set(whole.subarray((from - first) * stepBytes, (to - first) * stepBytes), place);
  }
  return true;
}

/** The function that reads a chunk as it is stored; a later version of HDF5 has given it a number. */
export function chunkReader(c: Hdf5Functions): NonNullable<Hdf5Functions['H5Dread_chunk']> {
  const reader = c.H5Dread_chunk ?? c.H5Dread_chunk1;
  if (reader === undefined) throw new Error('this HDF5 has no H5Dread_chunk');
  return reader;
}
