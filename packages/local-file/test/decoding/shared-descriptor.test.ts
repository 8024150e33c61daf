import { closeSync, fstatSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SharedDescriptor } from '../../src/decoding.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-descriptor-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function isOpen(descriptor: number): boolean {
  try {
    fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}

it('stays open until its last user releases it, whatever becomes of the first one', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'content');
  const first = openSync(path, 'r');
  const shared = SharedDescriptor.of(path, first) as SharedDescriptor;
  const { descriptor } = shared;
  shared.retain();
  closeSync(first);
  shared.release();
  expect(isOpen(descriptor)).toBe(true);
  shared.release();
  expect(isOpen(descriptor)).toBe(false);
});

it('of a path alone is open for its user', () => {
  const path = join(folder, 'alone');
  writeFileSync(path, 'content');
  const shared = SharedDescriptor.open(path);
  expect(isOpen(shared.descriptor)).toBe(true);
  shared.release();
  expect(isOpen(shared.descriptor)).toBe(false);
  expect(() => SharedDescriptor.open(join(folder, 'none'))).toThrow('ENOENT');
});

it('is not of another file that has taken the name, and of none where there is none', () => {
  const [path, other] = [join(folder, 'first'), join(folder, 'second')];
  writeFileSync(path, 'first');
  writeFileSync(other, 'second');
  const first = openSync(path, 'r');
  renameSync(other, path);
  const next = openSync(path, 'r');
  closeSync(next);
  expect(SharedDescriptor.of(path, first)).toBeUndefined();
  // The descriptor that was tried is closed again.
  expect(isOpen(next)).toBe(false);
  rmSync(path);
  expect(SharedDescriptor.of(path, first)).toBeUndefined();
  closeSync(first);
});
