import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isHdf5Error, openFile, type Dataset, type Hdf5File } from '@h5tail/adapter';
import { expect, test } from 'vitest';
import { wasmAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const adapter = wasmAdapter();

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../adapter-conformance/fixtures/codecs-${name}.h5`, import.meta.url));

async function datasetsOf(file: Hdf5File): Promise<Dataset[]> {
  const datasets: Dataset[] = [];
  for (const path of await pathsBelow(file, '/')) {
    const dataset = await file.dataset(path);
    if (dataset.chunks !== null && dataset.filters.length > 0) datasets.push(dataset);
  }
  return datasets;
}

async function pathsBelow(file: Hdf5File, path: string): Promise<string[]> {
  const paths: string[] = [];
  const group = await file.group(path);
  for (const { name, kind } of await group.children()) {
    const child = `${path === '/' ? '' : path}/${name}`;
    if (kind === 'group') paths.push(...(await pathsBelow(file, child)));
    if (kind === 'dataset') paths.push(child);
  }
  return paths;
}

test.each(['lzf', 'bzip2', 'lz4', 'blosc', 'bitshuffle', 'zstd'])(
  '%s: a damaged chunk is told, and what is intact stays readable',
  async (name) => {
    const path = pathOf(`${name}.h5`);
    copyFileSync(fixture(name), path);
    await using intact = await openFile(fixture(name), { adapter, mode: 'r' });
    let faults = 0;
    for (const { path: object } of await datasetsOf(intact)) {
      const before = await (await intact.dataset(object)).read().catch((error: unknown) => String(error));
      const offset = (await intact.dataset(object)).shape?.map(() => 0) ?? [];
      const info = await (await intact.dataset(object)).chunkInfo?.(offset);
      if (info === null || info === undefined) continue;
      await using damaged = await openFile(path, { adapter, mode: 'r' });
      const dataset = await damaged.dataset(object);
      for (const [from, value] of [
        [0, 0],
        [0, 0xff],
        [4, 0xff],
        [14, 0xff],
      ] as const) {
        if (from >= info.size) continue;
        const descriptor = openSync(path, 'r+');
        writeSync(descriptor, new Uint8Array(info.size - from).fill(value), 0, info.size - from, info.address + from);
        closeSync(descriptor);
        const fault: unknown = await dataset.read().then(
          () => undefined,
          (error: unknown) => error,
        );
        // What a codec makes of it may look like elements; but nothing else breaks.
        if (fault !== undefined) {
          faults++;
          expect(
            isHdf5Error(fault) && ['CORRUPT_FILE', 'HDF5', 'FILTER_MISSING'].includes(fault.code),
            fault instanceof Error ? fault.message : 'no error',
          ).toBe(true);
        }
      }
      expect(await (await intact.dataset(object)).read().catch((error: unknown) => String(error))).toEqual(before);
    }
    expect(faults).toBeGreaterThan(0);
  },
);
