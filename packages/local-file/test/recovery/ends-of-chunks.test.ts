import { describe, expect, it } from 'vitest';
import type { ChunkIndex } from '../../src/chunk-index.js';
import { noPlaces } from '../../src/chunk-places.js';
import { endsOfChunks } from '../../src/recovery/ends-of-chunks.js';

const chunkBytes = 8;

/** An index that knows the positions of some chunks, and what it was asked for. */
function indexOf(chunkShape: readonly number[], stored: Readonly<Record<string, number>>) {
  const asked: { readonly first: readonly number[]; readonly counts: readonly number[] }[] = [];
  const index: ChunkIndex = {
    kind: 'version-2-b-tree',
    chunkShape,
    chunkBytes,
    isFiltered: false,
    steps: [],
    places: () => undefined,
    placesIn: (_, first, counts) => {
      asked.push({ first, counts });
      const places = noPlaces(
        counts.reduce((product, count) => product * count, 1),
        false,
      );
      for (const [name, position] of Object.entries(stored)) {
        const chunk = name.split(',').map(Number);
        const inside = chunk.map((at, axis) => at - (first[axis] as number));
        if (inside.some((at, axis) => at < 0 || at >= (counts[axis] as number))) continue;
        places.positions[inside.reduce((sum, at, axis) => sum * (counts[axis] as number) + at, 0)] = position;
      }
      return places;
    },
  };
  return { index, asked };
}

const furthest = (index: ChunkIndex, shape: readonly number[], mostAlong: readonly number[]): number =>
  Math.max(0, ...endsOfChunks(0, index, shape, mostAlong));

describe('the ends of chunks', () => {
  it('are those of the last one in the file, wherever it is in the dataset', () => {
    const stored = { '0,0': 100, '0,1': 900, '2,1': 300 };
    expect(furthest(indexOf([10, 4], stored).index, [25, 8], [3, 2])).toBe(900 + chunkBytes);
    expect(furthest(indexOf([10, 4], {}).index, [25, 8], [3, 2])).toBe(0);
    expect(furthest(indexOf([10], { '2': 0 }).index, [21], [3])).toBe(chunkBytes);
  });

  it('are asked for in blocks that cover each chunk once', () => {
    for (const along of [[3], [70_000], [200, 1000], [3, 70_000], [2, 300, 400], [5, 1, 65_536], [70_000, 2]]) {
      const { index, asked } = indexOf(
        along.map(() => 1),
        {},
      );
      expect([...endsOfChunks(0, index, along, along)].every((end) => end === 0)).toBe(true);
      const size = (counts: readonly number[]): number => counts.reduce((product, count) => product * count, 1);
      expect(Math.max(...asked.map(({ counts }) => size(counts)))).toBeLessThanOrEqual(2 ** 16);
      expect(asked.reduce((sum, { counts }) => sum + size(counts), 0)).toBe(size(along));
      const corners = new Set(asked.map(({ first }) => first.join()));
      expect(corners.size).toBe(asked.length);
      for (const { first, counts } of asked) {
        expect(first.every((at, axis) => at + (counts[axis] as number) <= (along[axis] as number))).toBe(true);
      }
      const last = along.map((chunks) => chunks - 1);
      expect(
        furthest(
          indexOf(
            along.map(() => 1),
            { [last.join()]: 50 },
          ).index,
          along,
          along,
        ),
      ).toBe(50 + chunkBytes);
    }
  });

  it('are found behind the extent, up to where nothing is stored any more', () => {
    const { index, asked } = indexOf([1, 1], { '0,0': 10, '5,1': 20, '40000,0': 30 });
    expect(furthest(index, [5, 2], [Infinity, 2])).toBe(30 + chunkBytes);
    expect(asked.map(({ first }) => first[0])).toEqual([0, 5, 5 + 32_768, 5 + 2 * 32_768]);
    expect(furthest(indexOf([1], { '7': 20 }).index, [5], [8])).toBe(20 + chunkBytes);
    expect(furthest(indexOf([1], { '7': 20 }).index, [5], [7])).toBe(0);
    expect(furthest(indexOf([1], { '0': 20 }).index, [0], [Infinity])).toBe(20 + chunkBytes);
  });

  it('are not looked for in what nobody can have', () => {
    const { index, asked } = indexOf([1, 1], { '0,0': 10 });
    expect([...endsOfChunks(0, index, [2 ** 20, 2 ** 20], [Infinity, 2 ** 20])]).toEqual([]);
    expect([...endsOfChunks(0, index, [3, 0], [Infinity, Infinity])]).toEqual([]);
    expect(asked).toEqual([]);
  });
});
