import { execFile } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflate, dtypes, fletcher32, openFile, type Hdf5StackEntry } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { nativeBundle } from './native-bundle.js';
import { scratchFolder } from './scratch-folder.js';

const program = fileURLToPath(new URL('programs/print-faults.mjs', import.meta.url));
const rowBytes = 20_000;
const rows = 200;

interface Fault {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly where: string;
  readonly object: string;
  readonly details: readonly Hdf5StackEntry[];
}

describe.skipIf(!hasInteropGroup('library'))('faults', () => {
  const address = nativeBundle();
  const pathOf = scratchFolder();
  const path = pathOf('faults.h5');

  beforeAll(async () => {
    const first: number[] = [];
    {
      await using file = await openFile(path, { adapter: nativeAdapter(), mode: 'w' });
      const data = Uint8Array.from({ length: rows * rowBytes }, (_, i) => (i * i) % 251);
      const layout = { dtype: dtypes.uint8, shape: [rows, rowBytes], chunks: [1, rowBytes] };
      for (const filter of [deflate(1), fletcher32()]) {
        const dataset = await file.root.createDataset(`filter-${filter.id}`, { ...layout, data, filters: [filter] });
        first.push((await dataset.chunkInfo?.([0, 0]))?.address ?? 0);
      }
      // Stored as it is and marked as stored with a filter that there is not.
      const unknown = await file.root.createDataset('gone', { ...layout, filters: [deflate(1)] });
      await unknown.writeChunk?.([0, 0], { bytes: data.subarray(0, rowBytes), filterMask: 0 });
    }
    const descriptor = openSync(path, 'r+');
    for (const position of first) writeSync(descriptor, Buffer.alloc(40, 0xa5), 0, 40, position + 4);
    closeSync(descriptor);
  });

  it('print nothing, and tell as much from the call thread as from the calling one', async () => {
    const names = ['filter-1', 'filter-3', 'gone'];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, address(), path, ...names]);
    expect(stderr).toBe('');
    const faults = JSON.parse(stdout) as Fault[];
    expect(faults.map(({ name }) => name)).toEqual(names.flatMap((name) => [name, name]));
    for (let i = 0; i < faults.length; i += 2) {
      const [few, many] = [faults[i] as Fault, faults[i + 1] as Fault];
      expect(few).toMatchObject({ code: 'CORRUPT_FILE', where: path, object: `/${few.name}` });
      expect(few.details.map((entry) => entry.function)).toContain('H5Dread');
      expect(few.details.length).toBeGreaterThan(5);
      expect(few.details.every(({ message, major, minor }) => message !== '' && major !== '' && minor !== '')).toBe(
        true,
      );
      expect(many).toEqual(few);
    }
  });

  it('of the call thread leave it usable', async () => {
    await using file = await openFile(path, { adapter: nativeAdapter(), mode: 'r' });
    const dataset = await file.dataset('/filter-1', 'uint8');
    for (let i = 0; i < 20; i++) {
      await expect(dataset.read()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
      const { data } = await dataset.read([[1, rows]]);
      expect(data[0]).toBe((rowBytes * rowBytes) % 251);
    }
  });
});
