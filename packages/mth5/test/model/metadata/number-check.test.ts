import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { number, type KeyCheck } from '../../../src/model/metadata/key.js';
import { checkedNumber } from '../../../src/model/metadata/number-check.js';
import { refused } from '../refused.js';

const place = { name: 'k', where: {} };

describe('checkedNumber', () => {
  it.each<[KeyCheck, number, number]>([
    ['latitude', -90, 90],
    ['longitude', -180, 180],
    ['rate', 0, Number.MAX_VALUE],
    ['data level', 0, 3],
  ])('keeps a %s from %d to %d, and refuses all else', (check, min, max) => {
    const key = number('something', { check });
    for (const value of [min, max]) expect(checkedNumber(key, value, place)).toBe(value);
    for (const value of [Number.NaN, Infinity, -Infinity]) refused(() => checkedNumber(key, value, place));
    assert(
      property(double({ noNaN: true, min: -400, max: 400 }), (value) => {
        if (value >= min && value <= max) expect(checkedNumber(key, value, place)).toBe(value);
        else refused(() => checkedNumber(key, value, place));
      }),
    );
  });

  it('keeps any number of a key without a check', () => {
    for (const value of [-1e300, Number.NaN, Infinity]) expect(checkedNumber(number('any'), value, place)).toBe(value);
  });
});
