import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoredHeader } from '../src/stored-header.js';
import { fixture } from './fixture.js';
import { furtherAddress, headerAddress, HeaderFile, headerBytes, type HeaderContent } from './header-file.js';

const content: HeaderContent = { extents: [3, 64, 65], maxExtents: [1000, 64, 65], layout: [4, 2, 0, 7], time: 5 };
const attribute = 0x0c;
const filters = 0x0b;

let folder: string;
let file: HeaderFile;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-header-'))));
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

function stored(first: HeaderContent): StoredHeader {
  file = new HeaderFile(join(folder, 'header'), first);
  const header = StoredHeader.read(file.descriptor, headerAddress);
  if (header === undefined) throw new Error('the header cannot be read');
  return header;
}

test('extents that grew are taken in, again and again', () => {
  const header = stored(content);
  expect(header.shape).toEqual([3, 64, 65]);
  const before = header.shape;
  expect(header.refresh(file.descriptor)).toBe(true);
  // What did not change is the same array.
  expect(header.shape).toBe(before);
  for (const extent of [4, 255, 256, 999, 2 ** 40]) {
    file.write({ ...content, extents: [extent, 64, 65] });
    expect(header.refresh(file.descriptor)).toBe(true);
    expect(header.shape).toEqual([extent, 64, 65]);
  }
  file.write({ ...content, extents: [2, 64, 65] });
  expect(header.refresh(file.descriptor)).toBe(true);
  expect(header.shape).toEqual([2, 64, 65]);
});

test('the header of a file that HDF5 wrote is read too', () => {
  file = new HeaderFile(join(folder, 'header'), content);
  const swmr = openSync(fixture('swmr-killed.h5'), 'r');
  try {
    // The address of /entry/data, as h5py tells it.
    const header = StoredHeader.read(swmr, 310);
    expect(header?.shape).toEqual([12, 3, 4]);
    expect(header?.refresh(swmr)).toBe(true);
  } finally {
    closeSync(swmr);
  }
});

test('times may change with the extents, or without', () => {
  const header = stored(content);
  file.write({ ...content, time: 6 });
  expect(header.refresh(file.descriptor)).toBe(true);
  file.write({ ...content, time: 7, extents: [4, 64, 65] });
  expect(header.refresh(file.descriptor)).toBe(true);
  expect(header.shape).toEqual([4, 64, 65]);
});

test('a header that is half written is not taken in, and is when it is whole', () => {
  const header = stored(content);
  const grown = { ...content, extents: [259, 64, 65] };
  const bytes = headerBytes(grown);
  const old = headerBytes(content);
  const changed = [...bytes.keys()].filter((at) => bytes[at] !== old[at]);
  expect(changed.length).toBeGreaterThan(3);
  // All places up to which a write may have come.
  for (const at of changed.slice(0, -1)) {
    file.put(headerAddress, ...bytes.subarray(0, at + 1));
    expect(header.refresh(file.descriptor)).toBe(false);
    expect(header.shape).toEqual([3, 64, 65]);
  }
  file.write(grown);
  expect(header.refresh(file.descriptor)).toBe(true);
  expect(header.shape).toEqual([259, 64, 65]);
});

test.each<[string, Partial<HeaderContent>]>([
  ['another layout', { layout: [4, 2, 0, 8] }],
  ['other largest extents', { maxExtents: [1001, 64, 65] }],
  ['another number of axes', { extents: [3, 64], maxExtents: [1000, 64] }],
  ['a header without times', { time: undefined }],
  ['a block more', { further: new Map([[attribute, [1]]]) }],
])('%s is another dataset', (_, changes) => {
  const header = stored(content);
  file.write({ ...content, extents: [4, 64, 65], ...changes });
  expect(header.refresh(file.descriptor)).toBe(false);
  expect(header.shape).toEqual([3, 64, 65]);
});

test('something else in place of the header is another dataset', () => {
  const header = stored(content);
  file.put(headerAddress, ...Buffer.from('OCHK'));
  expect(header.refresh(file.descriptor)).toBe(false);
  file.put(headerAddress, ...Array.from({ length: 200 }, () => 0));
  expect(header.refresh(file.descriptor)).toBe(false);
  file.cut(headerAddress + 20);
  expect(header.refresh(file.descriptor)).toBe(false);
  expect(header.refresh(-1)).toBe(false);
  expect(header.shape).toEqual([3, 64, 65]);
});

test('attributes of another block may change, other messages there may not', () => {
  const further = (type: number, last: number): HeaderContent => ({
    ...content,
    further: new Map([[type, [1, last]]]),
  });
  let header = stored(further(attribute, 1));
  file.write({ ...further(attribute, 2), extents: [4, 64, 65] });
  expect(header.refresh(file.descriptor)).toBe(true);
  expect(header.shape).toEqual([4, 64, 65]);
  // Not even its checksum is looked at.
  file.put(furtherAddress + 8, 99);
  expect(header.refresh(file.descriptor)).toBe(true);

  file.close();
  header = stored(further(filters, 1));
  file.write({ ...further(filters, 1), extents: [5, 64, 65] });
  expect(header.refresh(file.descriptor)).toBe(true);
  expect(header.shape).toEqual([5, 64, 65]);
  file.write({ ...further(filters, 2), extents: [6, 64, 65] });
  expect(header.refresh(file.descriptor)).toBe(false);
  expect(header.shape).toEqual([5, 64, 65]);
});

test('what is no such header cannot be refreshed', () => {
  stored(content);
  for (const address of [0, 1, headerAddress + 1, furtherAddress, 5000, -1, NaN, 2 ** 53]) {
    expect(StoredHeader.read(file.descriptor, address)).toBeUndefined();
  }
  file.put(headerAddress + 40, 99);
  expect(StoredHeader.read(file.descriptor, headerAddress)).toBeUndefined();
  expect(StoredHeader.read(-1, headerAddress)).toBeUndefined();
  const old = openSync(fixture('legacy-superblock0.h5'), 'r');
  // Its root group, whose header has no checksum.
  expect(StoredHeader.read(old, 96)).toBeUndefined();
  closeSync(old);
});
