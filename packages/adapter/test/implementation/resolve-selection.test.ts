import { describe, expect, it } from 'vitest';
import type { AxisSelection, Selection } from '../../src/index.js';
import { resolveSelection } from '../../src/implementation.js';

/** Every range and index of an axis, also wrong ones. */
function entriesOf(extent: number): AxisSelection[] {
  const entries: AxisSelection[] = [null];
  for (let start = -1; start <= extent + 1; start++) {
    entries.push(start);
    for (let stop = -1; stop <= extent + 1; stop++) {
      entries.push([start, stop]);
      for (const step of [-1, 0, 1, 2, 3, extent + 2]) entries.push([start, stop, step]);
    }
  }
  return entries;
}

/** The indices that an entry takes, counted one by one; `undefined` where it leaves the axis. */
function taken(entry: AxisSelection, extent: number): number[] | undefined {
  if (entry === null) return Array.from({ length: extent }, (_, i) => i);
  if (typeof entry === 'number') return entry >= 0 && entry < extent ? [entry] : undefined;
  const [start, stop, step = 1] = entry;
  if (start < 0 || stop < start || stop > extent || step < 1) return undefined;
  const indices: number[] = [];
  for (let index = start; index < stop; index += step) indices.push(index);
  return indices;
}

describe('resolveSelection', () => {
  it('agrees with counting, for every entry of axes of up to 5 elements', () => {
    for (let extent = 0; extent <= 5; extent++) {
      for (const entry of entriesOf(extent)) {
        const indices = taken(entry, extent);
        const text = `${JSON.stringify(entry)} of ${extent}`;
        if (indices === undefined) {
          expect(() => resolveSelection([entry], [extent]), text).toThrow(
            expect.objectContaining({ code: 'OUT_OF_RANGE' }),
          );
          continue;
        }
        const { start, count, stride, shape, size } = resolveSelection([entry], [extent]);
        const found = Array.from({ length: count[0] ?? NaN }, (_, i) => (start[0] ?? NaN) + i * (stride[0] ?? NaN));
        expect(found, text).toEqual(indices);
        expect(size, text).toBe(indices.length);
        expect(shape, text).toEqual(typeof entry === 'number' ? [] : [indices.length]);
      }
    }
  });

  it('takes whole axes where entries are missing, and drops those of an index', () => {
    expect(resolveSelection([1, [2, 8, 3]], [4, 9, 5])).toEqual({
      start: [1, 2, 0],
      count: [1, 2, 5],
      stride: [1, 3, 1],
      shape: [2, 5],
      size: 10,
      isWhole: false,
    });
  });

  it('knows when everything is taken', () => {
    const whole: readonly [Selection | null | undefined, number[]][] = [
      [null, [3, 4]],
      [undefined, []],
      [[], [0]],
      [
        [null, [0, 4]],
        [3, 4],
      ],
      [[0], [1, 5]],
    ];
    for (const [selection, extents] of whole) expect(resolveSelection(selection, extents).isWhole).toBe(true);
    expect(resolveSelection([[0, 2]], [3]).isWhole).toBe(false);
    expect(resolveSelection([[0, 3, 2]], [3]).isWhole).toBe(false);
  });

  it('takes one element where there are no axes', () => {
    expect(resolveSelection([], [])).toMatchObject({ size: 1, shape: [], count: [] });
  });

  it('refuses what is no whole number, and too many axes', () => {
    const wrong: readonly Selection[] = [[0.5], [NaN], [[0, Infinity]], [[0, 2, 0.5]], [[0.1, 2]], [2 ** 60], [0, 0]];
    for (const selection of wrong) {
      expect(() => resolveSelection(selection, [4])).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE' }));
    }
  });

  it('says where', () => {
    expect(() => resolveSelection([[0, 9]], [4], { file: 'a.h5', object: '/d' })).toThrow(
      /^a\.h5 : \/d: range 0:9 is not/,
    );
  });
});
