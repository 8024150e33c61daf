import { Hdf5Error, type ChunkInfo, type Dataset, type RawChunk } from '@h5tail/adapter';
import { chunkAt, readRuns, readWriterState } from '@h5tail/local-file';
import { chunkCorner, chunkNotStored, transient } from '@h5tail/local-file/objects';
import type { DatasetStorage, OpenStorage } from './stored-dataset.js';
import type { WasmObjects } from './wasm-objects.js';

/** A dataset whose chunks are looked for. */
export interface ChunkTarget {
  readonly path: string;
  readonly storage: DatasetStorage;
  readonly dataset: Pick<Dataset, 'shape' | 'chunks'>;
}

/**
 * Where the chunk with the element at `offset` is stored; `null` if it is not. h5wasm has no call for that, so the file's
 * own index of chunks is read.
 *
 * @throws Hdf5Error `OUT_OF_RANGE`, `WRONG_SHAPE`; `TRANSIENT_READ` or `CORRUPT_FILE` where the index makes no sense.
 */
export function chunkInfo(objects: WasmObjects, target: ChunkTarget, offset: readonly number[]): ChunkInfo | null {
  const corner = chunkCorner(target.dataset, offset, objects.place(target.path));
  return target.storage.use(objects, (open) => find(objects, target, corner, open));
}

/**
 * Reads the chunk that holds the element at `offset`, as stored.
 *
 * @throws Hdf5Error `OUT_OF_RANGE` also where there is no such chunk; else as {@link chunkInfo}.
 */
export function readChunk(objects: WasmObjects, target: ChunkTarget, offset: readonly number[]): RawChunk {
  const place = objects.place(target.path);
  const corner = chunkCorner(target.dataset, offset, place);
  return target.storage.use(objects, (open) => {
    const info = find(objects, target, corner, open);
    if (info === null || open === undefined) throw chunkNotStored(offset, place);
    const bytes = new Uint8Array(info.size);
    const run = { position: info.address, byteLength: info.size };
    if (!readRuns(open.descriptor, [run], bytes)) throw unreadable(objects, target, 'a chunk is not all there');
    return { bytes, filterMask: info.filterMask };
  });
}

function find(
  objects: WasmObjects,
  target: ChunkTarget,
  corner: readonly number[],
  open: OpenStorage | undefined,
): ChunkInfo | null {
  const { storage } = open ?? {};
  const info =
    open === undefined || storage === undefined || storage.kind === 'contiguous'
      ? undefined
      : chunkAt(storage, open.descriptor, corner);
  if (info === undefined) throw unreadable(objects, target, 'the index of its chunks cannot be read');
  return info;
}

/** What makes no sense may be in the middle of a change. */
function unreadable(objects: WasmObjects, { path, storage }: ChunkTarget, what: string): Hdf5Error {
  const error = new Hdf5Error('CORRUPT_FILE', what, objects.place(path));
  return readWriterState(storage.holder(objects)) === 'swmr-writing' ? transient(error) : error;
}
