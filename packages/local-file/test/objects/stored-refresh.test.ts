import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KnownPlaces, type ElementStorage } from '../../src/index.js';
import { LiveFile, StoredRefresh } from '../../src/objects.js';
import { headerAddress, HeaderFile, type HeaderContent } from '../header-file.js';

const content: HeaderContent = { extents: [3, 4], maxExtents: [100, 4], layout: [4, 2, 0, 7] };
const size = 4096;

let folder: string;
let header: HeaderFile;
let file: LiveFile;
let lookups: number;
let places: KnownPlaces;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  folder = mkdtempSync(join(tmpdir(), 'h5tail-refresh-'));
  header = new HeaderFile(join(folder, 'file'), content);
  file = LiveFile.of(header.descriptor, join(folder, 'file')) as LiveFile;
  lookups = 0;
  const storage: Pick<ElementStorage, 'chunkShape' | 'placesIn'> = {
    chunkShape: [1, 4],
    placesIn(_, __, counts) {
      lookups++;
      const positions = new Float64Array(counts[0] as number).fill(1000);
      return { positions, sizes: undefined, filterMasks: undefined };
    },
  };
  places = new KnownPlaces(storage as ElementStorage);
});
afterEach(() => {
  vi.useRealTimers();
  header.close();
  rmSync(folder, { recursive: true });
});

function prepared(): StoredRefresh {
  const refresh = StoredRefresh.of(file, places, headerAddress, 2);
  if (refresh === undefined) throw new Error('cannot be refreshed');
  return refresh;
}

test('gives the extents, and the places are asked for again', () => {
  const refresh = prepared();
  places.of(header.descriptor, [0, 0], [3, 4]);
  places.of(header.descriptor, [0, 0], [3, 4]);
  expect(lookups).toBe(1);
  expect(refresh.extents(file, size)).toEqual([3, 4]);
  places.of(header.descriptor, [0, 0], [3, 4]);
  expect(lookups).toBe(2);
  header.write({ ...content, extents: [5, 4] });
  expect(refresh.extents(file, size)).toEqual([5, 4]);
});

test('leaves it to HDF5 where the file or the header is not as it was', () => {
  const refresh = prepared();
  places.of(header.descriptor, [0, 0], [3, 4]);
  header.write({ ...content, layout: [4, 2, 0, 8] });
  expect(refresh.extents(file, size)).toBeUndefined();
  header.write(content);
  expect(refresh.extents(file, size - 1)).toBeUndefined();
  vi.advanceTimersByTime(101);
  expect(refresh.extents(file, size)).toBeUndefined();
  // Nothing was taken in, so what was known still counts.
  places.of(header.descriptor, [0, 0], [3, 4]);
  expect(lookups).toBe(1);
});

test('is not to be had where HDF5 tells another number of axes, without a descriptor, or without a header', () => {
  expect(StoredRefresh.of(file, places, headerAddress, 3)).toBeUndefined();
  expect(StoredRefresh.of(file, places, headerAddress + 1, 2)).toBeUndefined();
  const byName = LiveFile.of(undefined, join(folder, 'file')) as LiveFile;
  expect(StoredRefresh.of(byName, places, headerAddress, 2)).toBeUndefined();
});
