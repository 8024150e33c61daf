import type { Dtype } from '@h5tail/adapter';
import { expect, it } from 'vitest';
import { requireSameDtype } from '../../src/objects.js';

const place = { file: 'a.h5', object: '/d' };
const int32: Dtype = { class: 'integer', size: 4, signed: true, byteOrder: 'little' };
const pair = (names: readonly [string, string]): Dtype => ({
  class: 'compound',
  size: 8,
  members: names.map((name, at) => ({ name, offset: 4 * at, dtype: int32 })),
});

it('compares dtypes in all their parts', () => {
  const check = (current: Dtype) => (): void => requireSameDtype(place, pair(['x', 'y']), current);
  expect(check(pair(['x', 'y']))).not.toThrow();
  const replaced = expect.objectContaining({ code: 'WRONG_DTYPE', remedy: 'Open it again', ...place }) as Error;
  expect(check(pair(['x', 'z']))).toThrow(replaced);
  expect(check(int32)).toThrow(replaced);
});
