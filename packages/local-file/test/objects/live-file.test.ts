import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSuperblock, setEndOfFile, type Superblock } from '../../src/index.js';
import { LiveFile } from '../../src/objects.js';
import { fixture } from '../fixture.js';

const original = readFileSync(fixture('swmr-killed.h5'));
const size = original.length;
const flagsAt = 11;

let folder: string;
let path: string;
let descriptor: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  folder = mkdtempSync(join(tmpdir(), 'h5tail-live-'));
  path = join(folder, 'live.h5');
  writeFileSync(path, original);
  descriptor = openSync(path, 'r');
});
afterEach(() => {
  vi.useRealTimers();
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

/** By a descriptor, and by its name only. */
describe.each([
  ['that is open', (): LiveFile | undefined => LiveFile.of(descriptor, path)],
  ['that is known by its name', (): LiveFile | undefined => LiveFile.of(undefined, path)],
])('a file %s', (_, open) => {
  const live = (): LiveFile => {
    const file = open();
    if (file === undefined) throw new Error('the file does not tell enough');
    return file;
  };

  it('is refreshable in parts while it stays as it is or grows', () => {
    const file = live();
    expect(file.isRefreshableInParts(size)).toBe(true);
    writeFileSync(path, Buffer.concat([original, Buffer.alloc(100)]));
    expect(file.isRefreshableInParts(size + 100)).toBe(true);
  });

  it('is so when only the end that its superblock tells has changed', () => {
    const file = live();
    const superblock = parseSuperblock(original) as Superblock;
    const changed = setEndOfFile(original, superblock, size) as Uint8Array;
    expect(Buffer.compare(changed, original.subarray(0, changed.length))).not.toBe(0);
    writeFileSync(path, Buffer.concat([changed, original.subarray(changed.length)]));
    expect(file.isRefreshableInParts(size)).toBe(true);
  });

  it('is not when anything else of its superblock has changed', () => {
    const file = live();
    // All bytes but those of the end of the file and of the checksum.
    for (const at of [0, 8, flagsAt, 12, 19, 20, 27, 36, 43]) {
      const changed = Buffer.from(original);
      changed[at] = (changed[at] as number) ^ 1;
      writeFileSync(path, changed);
      expect(file.isRefreshableInParts(size)).toBe(false);
    }
    writeFileSync(path, original);
    expect(file.isRefreshableInParts(size)).toBe(true);
  });

  it('is not when it became smaller, also than it was in between', () => {
    const file = live();
    expect(file.isRefreshableInParts(size - 1)).toBe(false);
    expect(file.isRefreshableInParts(size + 10)).toBe(true);
    expect(file.isRefreshableInParts(size + 9)).toBe(false);
    writeFileSync(path, original.subarray(0, 40));
    expect(file.isRefreshableInParts(size + 10)).toBe(false);
  });

  it('is not when it was opened more than 100 ms ago', () => {
    const file = live();
    vi.advanceTimersByTime(100);
    expect(file.isRefreshableInParts(size)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(file.isRefreshableInParts(size)).toBe(false);
    expect(live().isRefreshableInParts(size)).toBe(true);
  });
});

it('a file that cannot be looked at is not refreshable in parts', () => {
  const byName = LiveFile.of(undefined, path);
  const open = LiveFile.of(descriptor, path);
  unlinkSync(path);
  expect(byName?.isRefreshableInParts(size)).toBe(false);
  expect(open?.isRefreshableInParts(size)).toBe(true);
  expect(open?.isRefreshableInParts(size, -1)).toBe(false);
  expect(() => LiveFile.of(undefined, path)).toThrow('ENOENT');
});

it('a file that was opened again is looked at through its new descriptor', () => {
  const file = LiveFile.of(descriptor, path);
  const again = openSync(path, 'r');
  try {
    expect(file?.isRefreshableInParts(size, again)).toBe(true);
    const other = Buffer.from(original);
    other[flagsAt] = 0;
    writeFileSync(path, other);
    expect(file?.isRefreshableInParts(size, again)).toBe(false);
  } finally {
    closeSync(again);
  }
});

it.each(['legacy-superblock0.h5', 'not-hdf5.h5', 'empty.h5'])('%s does not tell enough', (name) => {
  expect(LiveFile.of(undefined, fixture(name))).toBeUndefined();
});
