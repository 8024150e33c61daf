import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isHdf5Error, openFile } from '@h5tail/adapter';
import { afterEach, expect, test, vi } from 'vitest';
import { wasmAdapter } from '../src/index.js';
import { loadLibrary } from '../src/load-library.js';

const adapter = wasmAdapter();
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../adapter-conformance/fixtures/${name}`, import.meta.url));

afterEach(() => vi.restoreAllMocks());

test("HDF5's error stack ends up in the error and nothing on stdout or stderr", async () => {
  await loadLibrary();
  // h5wasm writes to its standard streams through this function of Node.
  const written = vi.spyOn(fs, 'writeSync');
  await using file = await openFile(fixture('corrupt-chunk.h5'), { adapter, mode: 'r' });
  const faults: unknown[] = [];
  for (const { name, kind } of await file.root.children()) {
    if (kind !== 'dataset') continue;
    const dataset = await file.dataset(name);
    await dataset.read().catch((error: unknown) => faults.push(error));
  }
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) {
    if (!isHdf5Error(fault)) throw fault;
    expect(fault.code).toBe('CORRUPT_FILE');
    expect(fault.details.map((entry) => entry.function)).toContain('H5Dread');
    expect(fault.details.every((entry) => entry.major !== '' && entry.minor !== '')).toBe(true);
  }
  const toTerminal = written.mock.calls.filter(([descriptor]) => descriptor === 1 || descriptor === 2);
  expect(toTerminal).toEqual([]);
});
