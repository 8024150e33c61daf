import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StoredStretches } from '../../src/decoding/stored-stretches.js';

vi.mock(import('node:fs'), { spy: true });

const length = 3 * 2 ** 20;
const content = Uint8Array.from({ length }, (_, i) => (i * 2_654_435_761) >>> 24);
let folder: string;
let file: number;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-stretches-'));
  writeFileSync(join(folder, 'chunks'), content);
  file = openSync(join(folder, 'chunks'), 'r');
});
afterAll(() => {
  closeSync(file);
  rmSync(folder, { recursive: true });
});

/** How many calls it takes to read chunks, which have to be right. */
function callsFor(chunks: readonly { position: number; size: number }[]): number {
  vi.mocked(readSync).mockClear();
  const stored = new StoredStretches(file, chunks);
  for (const [i, { position, size }] of chunks.entries()) {
    expect(Buffer.compare(stored.at(i), content.subarray(position, position + size))).toBe(0);
  }
  return vi.mocked(readSync).mock.calls.length;
}

const inARow = (count: number, size: number, step: number): { position: number; size: number }[] =>
  Array.from({ length: count }, (_, i) => ({ position: 100 + i * step, size }));

describe('chunks in a file', () => {
  it.each([
    ['side by side: in one call', inARow(100, 1000, 1000), 1],
    ['with little in between: in one call', inARow(50, 1000, 5000), 1],
    ['far apart: each for itself', inARow(10, 1000, 9000), 10],
    ['backwards: each for itself', inARow(10, 1000, 1000).toReversed(), 10],
    ['that are more than one call takes: in several', inARow(250, 10_000, 10_000), 3],
    ['that are larger than that: each for itself', inARow(2, 1_200_000, 1_200_000), 2],
    ['twice the same one: once', [...inARow(1, 1000, 0), ...inARow(1, 1000, 0)], 1],
  ])('%s', (_, chunks, calls) => {
    expect(callsFor(chunks)).toBe(calls);
  });

  it('that the file ends within are told, those before are there', () => {
    const position = length - 1500;
    const stored = new StoredStretches(file, [
      { position, size: 1000 },
      { position: position + 1000, size: 1000 },
      { position: length + 10, size: 1 },
    ]);
    expect(stored.at(0).length).toBe(1000);
    expect(() => stored.at(1)).toThrow('ends too early');
    expect(() => stored.at(2)).toThrow('ends too early');
  });
});
