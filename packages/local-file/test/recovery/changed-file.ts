import { readFileSync, writeFileSync } from 'node:fs';
import { dtypes, openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { lookup3 } from '../../src/index.js';
import { beginUndo, undoPath } from '../../src/recovery.js';

/** Bytes of a chunk of /samples. */
export const chunkBytes = 4 * 512;

/** Creates a file with the datasets /samples, of int32, and /table, of int64. Sample i is i. */
export async function createFile(path: string, adapter: Hdf5Adapter, samples = 0): Promise<void> {
  await using file = await openFile(path, { adapter, mode: 'w' });
  const table = { dtype: dtypes.int64, shape: [0], maxShape: [null], chunks: [32] };
  await file.root.createDataset('table', table);
  const shape = { shape: [samples], maxShape: [null], chunks: [chunkBytes / 4] };
  const data = await file.root.createDataset('samples', { dtype: dtypes.int32, ...shape });
  if (samples > 0)
    await data.write(
      null,
      Int32Array.from({ length: samples }, (_, i) => i),
    );
  await file.close();
}

/** Address of the object header of a dataset. */
export async function addressOf(path: string, adapter: Hdf5Adapter, dataset: string): Promise<bigint> {
  await using file = await openFile(path, { adapter, mode: 'r' });
  const reference = await file.createReference(dataset);
  return new DataView(reference.buffer, reference.byteOffset).getBigUint64(0, true);
}

/** Adds a group with attributes and a dataset, and a row of the table. */
export async function changeFile(path: string, adapter: Hdf5Adapter): Promise<void> {
  await using file = await openFile(path, { adapter, mode: 'r+' });
  const group = await file.root.createGroup('/new');
  for (let i = 0; i < 60; i++) await group.attributes.set(`attribute ${i}`, 'x'.repeat(i));
  await group.createDataset('data', { dtype: dtypes.int32, shape: [3], data: Int32Array.of(1, 2, 3) });
  const table = await file.dataset('/table', 'int64');
  await table.resize([1]);
  await table.write([0], BigInt64Array.of(7n));
  await file.close();
}

/** A file before and after a change, and the journal of that. */
export interface Changed {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly journal: Buffer;
}

/** Changes a file with a journal, completely. */
export async function changeWithJournal(path: string, adapter: Hdf5Adapter): Promise<Changed> {
  const before = readFileSync(path);
  const undo = await beginUndo(path, { keepOut: [await addressOf(path, adapter, '/samples')] });
  const journal = readFileSync(undoPath(path));
  await changeFile(path, adapter);
  await undo.done();
  return { before, after: readFileSync(path), journal };
}

/** Leaves a file as it may be when its program is killed. It stays the same file, as a copy would not. */
export function leave(path: string, content: Uint8Array, journal: Uint8Array): void {
  writeFileSync(path, content);
  writeFileSync(undoPath(path), journal);
}

/** A file with other flags of its writer, or with a superblock that is torn. */
export function flagged(content: Buffer, flags: number, isTorn = false): Buffer {
  const changed = Buffer.from(content);
  changed[11] = flags;
  changed.writeUInt32LE(lookup3(changed.subarray(0, 44)), 44);
  if (isTorn) changed[44] = (changed[44] as number) ^ 1;
  return changed;
}
