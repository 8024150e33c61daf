import { describe, expect, it } from 'vitest';
import {
  parseCount,
  parseGrid,
  parseMilliseconds,
  parsePath,
  parsePositive,
  parseSeconds,
  parseShape,
} from '../src/argument-parsers.js';

describe('argument parsers', () => {
  it.each([
    [parseCount, '0', 0],
    [parseCount, '12', 12],
    [parsePositive, '1', 1],
    [parseSeconds, '10', 10_000],
    [parseSeconds, '0.25', 250],
    [parseSeconds, '.5', 500],
    [parseSeconds, '1e-3', 1],
    [parseSeconds, 'inf', Infinity],
    [parseMilliseconds, '2.5', 2.5],
    [parseShape, '64x128', [64, 128]],
    [parseShape, '7', [7]],
    [parseGrid, '3X4', [3, 4]],
    [parsePath, '/entry', '/entry'],
  ] as const)('%o takes %s', (parse, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each([
    [parseCount, ['-1', '1.5', '', 'x', '1e3', '99999999999999999999']],
    [parsePositive, ['0']],
    [parseSeconds, ['', '-1', 'ten', '1 s', 'NaN', '0x10']],
    [parseMilliseconds, ['inf', '-2', '1e999']],
    [parseShape, ['', 'x', '0x3', '3x', '3x-1', '1.5x2', '1x1x1x1x1x1x1x1x1']],
    [parseGrid, ['3', '3x4x5']],
    [parsePath, ['']],
  ] as const)('%o refuses %j', (parse, texts) => {
    for (const text of texts) expect(() => parse(text), text).toThrow(/^give /);
  });
});
