import { array, assert, boolean, double, integer, nat, oneof, option, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenRows, type RowChoice } from '../../src/reading/row-ranges.js';

const path = '/data/raw.h5';

/** The rows of a choice, one by one. */
function rowsOf(choice: RowChoice, length: number): number[] {
  const { ranges, count, order } = chosenRows(choice, length, path);
  const rows = ranges.flatMap(([start, stop]) => Array.from({ length: stop - start }, (_, i) => start + i));
  expect(rows.length).toBe(count);
  // Ascending and apart from each other, and none of them empty.
  ranges.forEach(([start, stop], i) => {
    expect(start).toBeLessThan(stop);
    if (i > 0) expect(start).toBeGreaterThan(ranges[i - 1]?.[1] as number);
  });
  return order === undefined ? rows : Array.from(order, (place) => rows[place] as number);
}

const bound = option(oneof(integer({ min: -15, max: 15 }), double({ min: -15, max: 15, noNaN: true })), {
  nil: undefined,
});

describe('chosen rows', () => {
  it('of bounds are those of a slice of a list', () => {
    const check = property(nat(10), bound, bound, (length, start, end) => {
      const all = Array.from({ length }, (_, row) => row);
      const choice = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
      expect(rowsOf(choice, length)).toEqual(all.slice(start, end));
    });
    assert(check);
  });

  it('of a mask are those that it has set', () => {
    const check = property(array(boolean(), { maxLength: 40 }), (mask) => {
      const rows = mask.flatMap((isWanted, row) => (isWanted ? [row] : []));
      expect(rowsOf({ mask }, mask.length)).toEqual(rows);
      expect(rowsOf({ mask: Uint8Array.from(mask, (isWanted) => (isWanted ? 3 : 0)) }, mask.length)).toEqual(rows);
    });
    assert(check);
  });

  it('of a list are those of the list, in its order', () => {
    const check = property(nat(20), array(integer(), { maxLength: 30 }), (most, numbers) => {
      const length = most + 1;
      const indices = numbers.map((number) => (number % length) + 0);
      expect(rowsOf({ indices }, length)).toEqual(indices.map((index) => (index < 0 ? index + length : index)));
    });
    assert(check);
  });

  it('need no order where they ascend', () => {
    expect(chosenRows({ indices: [1, 2, 5] }, 9, path)).toEqual({
      ranges: [
        [1, 3],
        [5, 6],
      ],
      count: 3,
    });
    expect(chosenRows({ indices: [2, 1] }, 9, path)).toEqual({
      ranges: [[1, 3]],
      count: 2,
      order: Uint32Array.of(1, 0),
    });
  });

  it('tell what there is, where one is asked for that is not', () => {
    expect(() => chosenRows({ indices: [3, -4] }, 3, path)).toThrow(
      `${path}: there is no message 3 of 3. Ask for messages from -3 to 2`,
    );
    expect(() => chosenRows({ mask: [true] }, 3, path)).toThrow(`${path}: a mask of 1 entries for 3 messages`);
  });
});
