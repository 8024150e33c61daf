import { closeSync, openSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { openFile } from '@h5tail/adapter';
import { openChunkIndex, type ChunkIndex } from '@h5tail/local-file';
import { describe, expect, test } from 'vitest';
import { wasmAdapter } from '../src/index.js';
import { loadLibrary } from '../src/load-library.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const adapter = wasmAdapter();
const unlimited = 2n ** 64n - 1n;
/** `H5F_LIBVER_V200`: the newest that this HDF5 writes. */
const newest = 5;
const [rows, columns] = [10, 12] as const;
const kinds: Record<string, readonly [maxShape: readonly bigint[], kind: ChunkIndex['kind']]> = {
  fixed: [[10n, 12n], 'fixed-array'],
  'rows without end': [[unlimited, 12n], 'extensible-array'],
  'columns without end': [[10n, unlimited], 'extensible-array'],
  'both without end': [[unlimited, unlimited], 'version-2-b-tree'],
};

async function write(path: string, compression: number): Promise<number[]> {
  const { module } = await loadLibrary();
  const file = module.open(path, module.H5F_ACC_TRUNC, false, newest, newest);
  const address = module._malloc(4 * rows * columns);
  try {
    const numbers = new Int32Array(module.HEAPU8.buffer, address, rows * columns);
    for (let i = 0; i < numbers.length; i++) numbers[i] = i * 1001;
    return Object.entries(kinds).map(([name, [maxshape]]) => {
      const creation = {
        ...{ type: 0, size: 4, signed: true, littleEndian: true, vlen: false, compression },
        ...{ shape: [BigInt(rows), BigInt(columns)], maxshape: [...maxshape], chunks: [2n, 3n] },
        compression_opts: compression === 0 ? [] : [1],
      };
      module.create_dataset(file, name, BigInt(address), creation);
      const reference = Uint8Array.from(module.create_object_reference(file, name));
      return Number(new DataView(reference.buffer).getBigUint64(0, true));
    });
  } finally {
    module._free(address);
    module.close_file(file);
  }
}

/** Layout messages of version 5, which keep the sizes of chunks in another way. */
describe.each([
  ['plain', 0],
  ['compressed', 1],
])('chunks in the newest format, %s', (name, compression) => {
  test('every one is where its index says, and is told by the backend', async () => {
    const path = pathOf(`${name}.h5`);
    const addresses = await write(path, compression);
    await using file = await openFile(path, { adapter, mode: 'r' });
    const descriptor = openSync(path, 'r');
    for (const [i, [dataset, [, kind]]] of Object.entries(kinds).entries()) {
      const index = openChunkIndex(descriptor, addresses[i] as number) as ChunkIndex;
      expect(index).toMatchObject({ kind, isFiltered: compression !== 0 });
      const opened = (await file.dataset(dataset)) as Required<Awaited<ReturnType<typeof file.dataset>>>;
      const places = index.placesIn(descriptor, [0, 0], [rows / 2, columns / 3]);
      for (let chunk = 0; chunk < 20; chunk++) {
        const [row, column] = [2 * Math.floor(chunk / 4), 3 * (chunk % 4)];
        const stored = new Uint8Array(places?.sizes?.[chunk] ?? index.chunkBytes);
        readSync(descriptor, stored, 0, stored.length, places?.positions[chunk] as number);
        const bytes = compression === 0 ? stored : new Uint8Array(inflateSync(stored));
        const wanted = [0, 1, 2, 12, 13, 14].map((k) => (row * columns + column + k) * 1001);
        expect([...new Int32Array(bytes.slice().buffer)]).toEqual(wanted);
        expect(await opened.readChunk([row, column])).toEqual({ bytes: stored, filterMask: 0 });
        const { address, size } = (await opened.chunkInfo([row + 1, column + 2])) ?? {};
        expect([address, size]).toEqual([places?.positions[chunk], stored.length]);
      }
    }
    closeSync(descriptor);
  });
});
