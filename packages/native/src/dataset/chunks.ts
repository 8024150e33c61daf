import type { ChunkInfo, Dataset, RawChunk } from '@h5tail/adapter';
import { chunkAt } from '@h5tail/local-file';
import { chunkCorner, chunkNotStored } from '@h5tail/local-file/objects';
import { defaultList, nowhere } from '../c/constants.js';
import type { Hdf5Functions } from '../c/functions.js';
import { chunkIndexOf } from './chunk-index.js';
import type { DatasetTarget } from './dataset-target.js';

type Chunked = Pick<Dataset, 'shape' | 'chunks'>;

/**
 * Where the chunk with the element at `offset` is stored; `null` if it is not.
 *
 * @throws Hdf5Error `OUT_OF_RANGE`, `WRONG_SHAPE`.
 */
export function chunkInfo(target: DatasetTarget, dataset: Chunked, offset: readonly number[]): ChunkInfo | null {
  const first = chunkCorner(dataset, offset, place(target));
  const found = placeInIndex(target, first);
  return found === undefined ? placeToldByHdf5(target, first) : found;
}

/** From the file's own index; `undefined` where that cannot be read. */
function placeInIndex(target: DatasetTarget, first: readonly number[]): ChunkInfo | null | undefined {
  const { objects, path } = target;
  if (objects.isWritten) objects.demand(path, 'the dataset cannot be flushed', (c) => c.H5Dflush(target.id));
  const index = chunkIndexOf(target);
  const { descriptor } = objects.open;
  if (index === undefined || descriptor === null) return undefined;
  return chunkAt(index, descriptor, first);
}

/**
 * HDF5 looks at all chunks up to the one that is meant; where an axis without end is not the first one, 1.10 finds
 * another one. The indices for which it is asked here have neither fault.
 */
function placeToldByHdf5(target: DatasetTarget, first: number[]): ChunkInfo | null {
  const mask = new Uint32Array(1);
  const address = new BigUint64Array(1);
  const size = new BigUint64Array(1);
  target.objects.demand(target.path, 'the chunk cannot be looked up', (c) =>
    c.H5Dget_chunk_info_by_coord(target.id, BigUint64Array.from(first, BigInt), mask, address, size),
  );
  if (address[0] === nowhere) return null;
  return { offset: first, address: Number(address[0]), size: Number(size[0]), filterMask: mask[0] as number };
}

/**
 * Reads the chunk that holds the element at `offset`, as stored.
 *
 * @throws Hdf5Error `OUT_OF_RANGE` also where there is no such chunk.
 */
export function readChunk(target: DatasetTarget, dataset: Chunked, offset: readonly number[]): RawChunk {
  const { objects, id, path } = target;
  const first = BigUint64Array.from(chunkCorner(dataset, offset, place(target)), BigInt);
  const size = new BigUint64Array(1);
  // Some versions say 0 for a chunk that is not there, others fail.
  const { c } = objects.instance.thread.library;
  if (c.H5Dget_chunk_storage_size(id, first, size) < 0 || size[0] === 0n) {
    throw chunkNotStored(offset, place(target));
  }
  const bytes = new Uint8Array(Number(size[0]));
  const mask = new Uint32Array(1);
  objects.demand(path, 'the chunk cannot be read', () => chunkReader(c)(id, defaultList, first, mask, bytes));
  return { bytes, filterMask: mask[0] as number };
}

/**
 * Writes a chunk as it shall be stored.
 *
 * @throws Hdf5Error `OUT_OF_RANGE`, `WRONG_SHAPE`, `NO_SPACE`.
 */
export function writeChunk(target: DatasetTarget, dataset: Chunked, offset: readonly number[], chunk: RawChunk): void {
  const first = BigUint64Array.from(chunkCorner(dataset, offset, place(target)), BigInt);
  const { bytes, filterMask } = chunk;
  target.objects.demand(target.path, 'the chunk cannot be written', (c) =>
    c.H5Dwrite_chunk(target.id, defaultList, filterMask, first, bytes.byteLength, bytes),
  );
}

/** The function that reads a chunk as it is stored; a later version of HDF5 has given it a number. */
function chunkReader(c: Hdf5Functions): NonNullable<Hdf5Functions['H5Dread_chunk']> {
  const reader = c.H5Dread_chunk ?? c.H5Dread_chunk1;
  if (reader === undefined) throw new Error('this HDF5 has no H5Dread_chunk');
  return reader;
}

function place({ objects, path }: DatasetTarget): { file: string; object: string } {
  return { file: objects.file, object: path };
}
