import { beforeEach, expect, test } from 'vitest';
import { KnownPlaces, type ElementStorage } from '../../src/index.js';

const shape = [3, 200, 8];
/** Chunk (i, j, 0) is at 1000 × i + j, once it is stored. */
let stored: (row: number, column: number) => boolean;
let isCertain: boolean;
let lookups: (readonly [first: readonly number[], counts: readonly number[]])[];
let places: KnownPlaces;

beforeEach(() => {
  [stored, isCertain, lookups] = [(): boolean => true, true, []];
  const storage: Pick<ElementStorage, 'chunkShape' | 'placesIn'> = {
    chunkShape: [1, 1, 8],
    placesIn(_, first, counts) {
      lookups.push([first, counts]);
      if (!isCertain) return undefined;
      const positions = Float64Array.from({ length: counts[1] as number }, (__, i) => {
        const [row, column] = [first[0] as number, (first[1] as number) + i];
        return stored(row, column) ? 1000 * row + column : -1;
      });
      return { positions, sizes: undefined, filterMasks: undefined };
    },
  };
  places = new KnownPlaces(storage as ElementStorage);
});

test('a chunk is looked up with its neighbours along the fastest axis that has several', () => {
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 200; column++) {
      expect(places.of(5, [row, column, 0], shape)).toBe(1000 * row + column);
      expect(places.of(5, [row, column, 0], shape)).toBe(1000 * row + column);
    }
  }
  expect(lookups.slice(0, 5)).toEqual([
    [
      [0, 0, 0],
      [1, 64, 1],
    ],
    [
      [0, 64, 0],
      [1, 64, 1],
    ],
    [
      [0, 128, 0],
      [1, 64, 1],
    ],
    [
      [0, 192, 0],
      [1, 8, 1],
    ],
    [
      [1, 0, 0],
      [1, 64, 1],
    ],
  ]);
  expect(lookups).toHaveLength(12);
});

test('a chunk before those that are known, or in another row, is looked up', () => {
  places.of(5, [1, 10, 0], shape);
  expect(places.of(5, [1, 9, 0], shape)).toBe(1009);
  expect(places.of(5, [0, 10, 0], shape)).toBe(10);
  expect(lookups).toHaveLength(3);
});

test('a chunk that is not stored is looked for each time', () => {
  stored = (_, column): boolean => column < 2;
  expect(places.of(5, [0, 0, 0], shape)).toBe(0);
  expect(places.of(5, [0, 2, 0], shape)).toBeUndefined();
  stored = (_, column): boolean => column < 3;
  expect(places.of(5, [0, 2, 0], shape)).toBe(2);
});

test('after a refresh, all are looked up anew; what is not certain is not known', () => {
  expect(places.of(5, [0, 1, 0], shape)).toBe(1);
  stored = (): boolean => false;
  expect(places.of(5, [0, 1, 0], shape)).toBe(1);
  places.forget();
  expect(places.of(5, [0, 1, 0], shape)).toBeUndefined();
  stored = (): boolean => true;
  isCertain = false;
  expect(places.of(5, [0, 1, 0], shape)).toBeUndefined();
  isCertain = true;
  expect(places.of(5, [0, 1, 0], shape)).toBe(1);
});
