import { assert, bigInt, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateText, epoch, instantText, parseInstant } from '../../src/model/time.js';

const second = 1_000_000_000n;

describe('parseInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1980-01-01T00:00:00+00:00', 315_532_800n * second],
    ['1980-01-01', 315_532_800n * second],
    ['2026-03-01T12:34:56', 1_772_368_496n * second],
    ['2026-03-01 12:34:56', 1_772_368_496n * second],
    ['2026-03-01T12:34', 1_772_368_440n * second],
    ['2026-03-01T12:34:56.5Z', 1_772_368_496n * second + 500_000_000n],
    ['2026-03-01T12:34:56.123456789', 1_772_368_496n * second + 123_456_789n],
    ['2026-03-01T12:34:56.1234567899', 1_772_368_496n * second + 123_456_789n],
    ['2026-03-01T12:34:56+01:30', 1_772_363_096n * second],
    ['2026-03-01T12:34:56-0130', 1_772_373_896n * second],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['2024-02-29', 1_709_164_800n * second],
    ['0001-01-01', -62_135_596_800n * second],
    ['9999-12-31T23:59:59Z', 253_402_300_799n * second],
  ])('takes %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '',
    'yesterday',
    '2026',
    '2026-13-01',
    '2026-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-01-00',
    '2026-01-01T24:00:00',
    '2026-01-01T00:60:00',
    '2026-01-01T00:00:60',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+1',
    '2026-01-01T00:00:00 UTC',
    '2026-01-01Z',
    ' 2026-01-01',
    '2026-01-01T00:00:00\n',
    '1772368496',
  ])('refuses %j and names it', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
    expect(() => parseInstant(text)).toThrow(JSON.stringify(text));
  });
});

describe('instantText', () => {
  it.each([
    [0n, '1970-01-01T00:00:00+00:00'],
    [epoch, '1980-01-01T00:00:00+00:00'],
    [epoch + 500_000_000n, '1980-01-01T00:00:00.500000+00:00'],
    [epoch + 1_000n, '1980-01-01T00:00:00.000001+00:00'],
    [epoch + 499n, '1980-01-01T00:00:00+00:00'],
    [epoch + 500n, '1980-01-01T00:00:00.000001+00:00'],
    [epoch - 1n, '1980-01-01T00:00:00+00:00'],
    [-1_000n, '1969-12-31T23:59:59.999999+00:00'],
    [-62_135_596_800n * second, '0001-01-01T00:00:00+00:00'],
  ])('writes %s as %s', (instant, text) => {
    expect(instantText(instant)).toBe(text);
  });

  it('refuses years that have no four digits', () => {
    expect(() => instantText(253_402_300_800n * second)).toThrow(RangeError);
    expect(() => instantText(-62_167_219_201n * second)).toThrow(RangeError);
    expect(() => instantText(10n ** 40n)).toThrow(RangeError);
  });

  it('is taken back to the microsecond', () => {
    assert(
      property(bigInt({ min: -62_135_596_800n * 1_000_000n, max: 253_402_300_799n * 1_000_000n }), (microseconds) => {
        expect(parseInstant(instantText(microseconds * 1000n))).toBe(microseconds * 1000n);
      }),
    );
  });
});

describe('dateText', () => {
  it.each([
    [0n, '1970-01-01'],
    [-1n, '1969-12-31'],
    [epoch, '1980-01-01'],
    [1_772_368_496n * second, '2026-03-01'],
    [1_772_409_600n * second - 1n, '2026-03-01'],
  ])('writes %s as %s', (instant, text) => {
    expect(dateText(instant)).toBe(text);
  });
});
