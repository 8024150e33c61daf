import { dtypes } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { hasData, SampleType } from '../../src/session/sample-type.js';

const place = { file: 'site.h5', object: '/ex' };
const typeOf = (dtype: ConstructorParameters<typeof SampleType>[0]): SampleType => new SampleType(dtype, place);

describe('the samples of a channel', () => {
  it.each([
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['a DataView', new DataView(new ArrayBuffer(8))],
    ['a number', 5],
  ])('are not %s, which would pass for no samples', (_, given) => {
    expect(() => typeOf(dtypes.float64).take(given as never)).toThrow(TypeError);
  });

  it('are taken as they are where they are of its class', () => {
    const given = Int32Array.of(1, 2, 3);
    expect(typeOf(dtypes.int32).take(given)).toBe(given);
  });

  it('are converted without loss', () => {
    expect(typeOf(dtypes.int32).take([1, -2147483648, 2147483647])).toEqual(Int32Array.of(1, -2147483648, 2147483647));
    expect(typeOf(dtypes.int16).take(Float64Array.of(-32768, 32767))).toEqual(Int16Array.of(-32768, 32767));
    expect(typeOf(dtypes.float64).take(Int32Array.of(7))).toEqual(Float64Array.of(7));
    expect(typeOf(dtypes.float32).take([1.5, NaN, Infinity])).toEqual(Float32Array.of(1.5, NaN, Infinity));
    expect(typeOf(dtypes.int64).take([1, (2n ** 53n) as never])).toEqual(BigInt64Array.of(1n, 2n ** 53n));
    expect(typeOf(dtypes.float64).take(BigInt64Array.of(5n))).toEqual(Float64Array.of(5));
  });

  it.each([
    ['a fraction', dtypes.int32, [1, 1.5], 1],
    ['NaN', dtypes.int32, [NaN], 0],
    ['a number beyond 32 bits', dtypes.int32, [0, 0, 2147483648], 2],
    ['a number beyond 16 bits', dtypes.int16, [40_000], 0],
    ['a number beyond the floats of 32 bits', dtypes.float32, [1, -1e39], 1],
    ['a fraction in 64 bits', dtypes.int64, [0.5], 0],
    ['a number beyond 32 bits of float', dtypes.float32, [1, 1e39], 1],
    ['a text', dtypes.float64, ['1' as never], 0],
    ['nothing', dtypes.float32, [null as never], 0],
  ])('are refused where they hold %s', (_, dtype, samples, index) => {
    expect(() => typeOf(dtype).take(samples)).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA', object: '/ex', index }),
    );
  });

  it('fill gaps with what they hold only', () => {
    expect(typeOf(dtypes.int32).filled(3, -7)).toEqual(Int32Array.of(-7, -7, -7));
    expect(typeOf(dtypes.float32).filled(2, NaN)).toEqual(Float32Array.of(NaN, NaN));
    expect(() => typeOf(dtypes.int32).filled(3, NaN)).toThrow(
      /a gap is not filled with NaN, which int32 does not hold/,
    );
  });

  it('are numbers', () => {
    expect(() => typeOf({ class: 'opaque', size: 4, tag: '' })).toThrow(
      expect.objectContaining({ code: 'WRONG_DTYPE' }),
    );
  });

  it('are data where one of them is not zero', () => {
    expect(hasData(Int32Array.of(0, 0, 1))).toBe(true);
    expect(hasData(Float64Array.of(0, NaN))).toBe(true);
    expect(hasData(Float64Array.of(0, -0))).toBe(false);
    expect(hasData(BigInt64Array.of(0n))).toBe(false);
    expect(hasData(Int32Array.of())).toBe(false);
  });
});
