import { describe, expect, it } from 'vitest';
import { keyRefusal } from '../../../src/model/metadata/key-refusal.js';

describe('keyRefusal', () => {
  it('names file, object, key, value and what was expected', () => {
    const error = keyRefusal({ name: 'sample_rate', where: { file: 'a.h5', object: '/Survey' } }, -1, 'a rate');
    expect(error.message).toBe('a.h5 : /Survey: The value -1 of "sample_rate" makes no sense. Expected a rate');
    expect(error.code).toBe('INVALID_DATA');
  });

  it.each<[unknown, string]>([
    ['text', '"text"'],
    [5n, '5'],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [Symbol('x'), 'symbol'],
    [{ a: 1n }, 'object'],
    ['x'.repeat(100), `"${'x'.repeat(56)}...`],
  ])('shows %o', (value, shown) => {
    expect(keyRefusal({ name: 'k', where: {} }, value, 'x').message).toContain(`The value ${shown} of "k"`);
  });
});
