import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkPlaceForNew, checkSkeleton, place, systemReason } from '../../src/objects.js';
import { fixture } from '../fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'h5tail-objects-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (name: string): string => join(folder, name);
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'none';
};

it('finds what stands in the way of a new file', () => {
  mkdirSync(pathOf('folder'));
  writeFileSync(pathOf('old.h5'), 'old');
  expect(codeOf(() => checkPlaceForNew(pathOf('new.h5'), 'wx'))).toBe('none');
  expect(codeOf(() => checkPlaceForNew(pathOf('old.h5'), 'w'))).toBe('none');
  expect(codeOf(() => checkPlaceForNew(pathOf('old.h5'), 'wx'))).toBe('FILE_EXISTS');
  expect(codeOf(() => checkPlaceForNew(pathOf('no/new.h5'), 'w'))).toBe('FILE_NOT_FOUND');
  expect(codeOf(() => checkPlaceForNew(pathOf('folder'), 'w'))).toBe('NOT_A_FILE');
  expect(codeOf(() => checkPlaceForNew(fixture('swmr-killed.h5'), 'w'))).toBe('FILE_LOCKED');
});

it('takes only a complete, closed file as a skeleton', () => {
  const whole = readFileSync(fixture('skeleton-messages.h5'));
  expect(codeOf(() => checkSkeleton('new.h5', whole))).toBe('none');
  expect(codeOf(() => checkSkeleton('new.h5', whole.subarray(0, -1)))).toBe('INVALID_DATA');
  expect(codeOf(() => checkSkeleton('new.h5', readFileSync(fixture('swmr-killed.h5'))))).toBe('INVALID_DATA');
});

it('puts a file in its place in one step and leaves no draft', () => {
  const path = pathOf('placed.h5');
  place(path, Uint8Array.of(1), 'wx');
  expect(codeOf(() => place(path, Uint8Array.of(2), 'wx'))).toBe('FILE_EXISTS');
  expect([...readFileSync(path)]).toEqual([1]);
  place(path, Uint8Array.of(3), 'w');
  expect([...readFileSync(path)]).toEqual([3]);
  expect(codeOf(() => place(pathOf('no/new.h5'), Uint8Array.of(4), 'w'))).toBe('FILE_NOT_FOUND');
  expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
});

it("gives the operating system's reason where it has one", () => {
  const told = new Error('told by HDF5');
  expect(systemReason(pathOf('new.h5'), told)).toBe(told);
  expect(existsSync(pathOf('new.h5'))).toBe(false);
  expect(systemReason(pathOf('no/new.h5'), told)).toMatchObject({ code: 'FILE_NOT_FOUND' });
});
