import { describe, expect, it } from 'vitest';
import { exactJson, numberJson, RawJson } from '../../src/frame/exact-json.js';

describe('numberJson', () => {
  it.each([
    [0, '0'],
    [-0, '-0.0'],
    [-1.5, '-1.5'],
    [1e21, '1e+21'],
    [2n ** 64n - 1n, '18446744073709551615'],
    [-(2n ** 63n), '-9223372036854775808'],
    [NaN, '"NaN"'],
    [Infinity, '"Infinity"'],
    [-Infinity, '"-Infinity"'],
  ])('writes %s as %s', (value, text) => {
    expect(numberJson(value)).toBe(text);
  });
});

describe('exactJson', () => {
  it('agrees with JSON.stringify where that is able to', () => {
    const value = { a: [1, [2, null], true], 'quote "': 'line\nfeed', nested: { empty: {}, list: [] } };
    expect(JSON.parse(exactJson(value))).toEqual(value);
  });

  it('keeps the digits of a bigint and leaves out what is undefined', () => {
    expect(exactJson({ sum: 2n ** 53n + 1n, values: undefined })).toBe('{"sum": 9007199254740993}');
  });

  it('takes ready JSON as it is', () => {
    expect(exactJson({ values: new RawJson('[1,2]') })).toBe('{"values": [1,2]}');
  });
});
