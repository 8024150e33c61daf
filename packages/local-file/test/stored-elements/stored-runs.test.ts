import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Selection } from '@h5tail/adapter';
import { resolveSelection } from '@h5tail/adapter/implementation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStoredDataset, readStoredElements, storedRuns, type StoredElements } from '../../src/index.js';

const python = process.env['H5TAIL_PYTHON'] || 'python3';
const script = fileURLToPath(new URL('../python/stored-elements.py', import.meta.url));
const elementBytes = 4;

describe.skipIf(process.env['H5TAIL_INTEROP'] === '0')('elements where h5py stored them', () => {
  let folder: string;
  let addresses: Record<string, number>;
  const open: number[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-stored-'));
    execFileSync(python, [script, folder]);
    addresses = JSON.parse(readFileSync(join(folder, 'stored.json'), 'utf8')) as Record<string, number>;
  });
  afterAll(() => {
    for (const descriptor of open) closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });

  function elementsOf(name: string, shape: readonly number[], fileName?: string): StoredElements | undefined {
    const descriptor = openSync(join(folder, fileName ?? (name.startsWith('older') ? 'older.h5' : 'stored.h5')), 'r');
    open.push(descriptor);
    const stored = openStoredDataset(descriptor, addresses[name] as number);
    return stored && { descriptor, storage: stored.storage, shape, elementBytes };
  }

  test.each([
    ['contiguous', [30, 100], 'contiguous'],
    ['chunks', [30, 100], 'extensible-array'],
    ['older-1', [3000], 'contiguous'],
    ['older-2', [3000], 'contiguous'],
    ['older-chunks-1', [3000], 'version-1-b-tree'],
    ['older-chunks-2', [3000], 'version-1-b-tree'],
    ['older-grid-1', [3, 10, 100], 'version-1-b-tree'],
  ] as const)('%s: any range along the slowest axis, at once and later', async (name, shape, kind) => {
    const elements = elementsOf(name, shape) as StoredElements;
    expect(elements.storage.kind).toBe(kind);
    expect(openStoredDataset(elements.descriptor, addresses[name] as number)?.dtype).toMatchObject({
      class: 'integer',
      size: 4,
      signed: true,
      byteOrder: 'little',
    });
    const step = 3000 / shape[0];
    for (let start = 0; start < shape[0]; start += Math.ceil(shape[0] / 30)) {
      for (const stop of [start + 1, Math.min(shape[0], start + Math.ceil(shape[0] / 3)), shape[0]]) {
        const slab = resolveSelection([[start, stop]], shape);
        const bytes = new Int32Array(slab.size);
        expect(readStoredElements(elements, slab, new Uint8Array(bytes.buffer))).toBe(true);
        expect(bytes).toEqual(Int32Array.from({ length: slab.size }, (_, i) => start * step + i));
      }
    }
  });

  test('neighbours are one run', () => {
    const shape = [30, 100];
    for (const name of ['contiguous', 'chunks']) {
      const elements = elementsOf(name, shape) as StoredElements;
      expect(storedRuns(elements, resolveSelection([], shape))).toHaveLength(1);
      expect(storedRuns(elements, resolveSelection([[3, 20]], shape))).toEqual([
        { position: expect.any(Number) as number, byteLength: 17 * 400 },
      ]);
    }
  });

  test('what is scattered within chunks is left to others, unless its pieces are large', () => {
    const shape = [30, 100];
    const chunks = elementsOf('chunks', shape) as StoredElements;
    const runs = (selection: Selection, elements = chunks): number | undefined =>
      storedRuns(elements, resolveSelection(selection, shape))?.length;
    expect(runs([null, [0, 50]])).toBeUndefined();
    expect(runs([[0, 30, 2]])).toBeUndefined();
    expect(runs([5, [10, 50]])).toBe(1);
    expect(runs([5, [10, 50, 2]])).toBeUndefined();
    const large = { ...chunks, elementBytes: 400 };
    expect(runs([[0, 30, 15], [0, 50]], large)).toBe(2);
    expect(runs([], { ...chunks, shape: [30, 100] })).toBe(1);
  });

  test.each(['compact', 'external', 'virtual', 'group'])('%s has no storage of this kind', (name) => {
    expect(elementsOf(name, [30, 100])).toBeUndefined();
  });

  test('a single value is left to others', () => {
    expect(storedRuns(elementsOf('single', []) as StoredElements, resolveSelection([], []))).toBeUndefined();
  });

  test('what is behind filters, or was never written, is not there', () => {
    const slab = resolveSelection([], [30, 100]);
    expect(storedRuns(elementsOf('gzip', [30, 100]) as StoredElements, slab)).toBeUndefined();
    expect(storedRuns(elementsOf('unwritten', [30, 100]) as StoredElements, slab)).toBeUndefined();
    const grown = elementsOf('chunks', [60, 100]) as StoredElements;
    expect(storedRuns(grown, resolveSelection([[20, 60]], [60, 100]))).toBeUndefined();
  });

  test('a file that ends before is told as such', async () => {
    copyFileSync(join(folder, 'stored.h5'), join(folder, 'cut.h5'));
    const shape = [30, 100];
    const elements = elementsOf('contiguous', shape, 'cut.h5') as StoredElements;
    const slab = resolveSelection([], shape);
    const [run] = storedRuns(elements, slab) ?? [];
    truncateSync(join(folder, 'cut.h5'), (run?.position ?? 0) + 11_999);
    expect(readStoredElements(elements, slab, new Uint8Array(12_000))).toBe(false);
    // From 4 MiB on it is told later. The elements are taken for larger ones, which end beyond the file.
    const long = { ...elements, elementBytes: 2000 };
    await expect(readStoredElements(long, slab, new Uint8Array(6_000_000))).resolves.toBe(false);
    expect(readStoredElements(long, slab, new Uint8Array(6_000_000), 2 ** 24)).toBeUndefined();
  });
});
