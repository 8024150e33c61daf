import { createInterface } from 'node:readline';
import { dtypes, openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { beginUndo } from '../../src/recovery.js';

const samplesAtOnce = 700;
const attributeCount = 60;

/**
 * Appends samples in SWMR mode and changes the structure in turns, in a file that has the datasets /samples and /table, until it
 * is killed. Sample i is i; change k adds the group /g{k}, its dataset, its attributes and row k of the table.
 *
 * Says `ready` when HDF5 is loaded, and begins when it is told the file on stdin. Then says `samples N` when N samples are on
 * the disk, and `changes N` when N changes are.
 */
export async function changeInALoop(adapter: Hdf5Adapter): Promise<void> {
  await adapter.version();
  const lines = createInterface({ input: process.stdin });
  console.log('ready');
  for await (const path of lines) {
    for (;;) {
      const { samples, changes, address } = await append(adapter, path);
      console.log(`samples ${samples}`);
      const journal = await beginUndo(path, { keepOut: [address] });
      await change(adapter, path, changes);
      await journal.done();
      console.log(`changes ${changes + 1}`);
    }
  }
}

async function append(
  adapter: Hdf5Adapter,
  path: string,
): Promise<{ readonly samples: number; readonly changes: number; readonly address: bigint }> {
  await using file = await openFile(path, { adapter, mode: 'r+' });
  const samples = await file.dataset('/samples', 'int32');
  const table = await file.dataset('/table', 'int64');
  const reference = await file.createReference('/samples');
  await file.startSwmrWrite();
  const from = samples.shape?.[0] ?? 0;
  await samples.resize([from + samplesAtOnce]);
  const data = Int32Array.from({ length: samplesAtOnce }, (_, i) => from + i);
  await samples.write([[from, from + samplesAtOnce]], data);
  await samples.flush();
  return {
    samples: from + samplesAtOnce,
    changes: table.shape?.[0] ?? 0,
    address: new DataView(reference.buffer, reference.byteOffset).getBigUint64(0, true),
  };
}

async function change(adapter: Hdf5Adapter, path: string, which: number): Promise<void> {
  await using file = await openFile(path, { adapter, mode: 'r+' });
  const group = await file.root.createGroup(`/g${which}`);
  await group.createDataset('data', {
    dtype: dtypes.int32,
    shape: [50],
    maxShape: [null],
    chunks: [64],
    data: new Int32Array(50).fill(which),
  });
  for (let i = 0; i < attributeCount; i++) {
    await group.attributes.set(`attribute ${i}`, `${which} ${'x'.repeat(i)}`);
    // What is flushed in the middle is in the file without the rest.
    if (which % 2 === 1 && i % 25 === 24) await file.flush();
  }
  const table = await file.dataset('/table', 'int64');
  await table.resize([which + 1]);
  await table.write([which], BigInt64Array.of(BigInt(which)));
  await file.close();
}
