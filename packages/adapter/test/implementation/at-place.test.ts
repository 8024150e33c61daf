import { expect, test } from 'vitest';
import { Hdf5Error } from '../../src/index.js';
import { atPlace } from '../../src/implementation.js';

const place = { file: 'scan.h5', object: '/data' };

function thrown(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test('tells an error where it happened, once and with its remedy once', () => {
  const fault = thrown(() =>
    atPlace(place, () => {
      throw new Hdf5Error('INVALID_DATA', 'too long', { remedy: 'Shorten it' });
    }),
  );
  expect(fault).toMatchObject({ code: 'INVALID_DATA', ...place, message: 'scan.h5 : /data: too long. Shorten it' });
});

test('leaves an error that knows its place, and what is no coded error', () => {
  const known = new Hdf5Error('IO', 'no', { file: 'other.h5' });
  const foreign = new TypeError('no');
  for (const error of [known, foreign]) {
    const work = (): never => {
      throw error;
    };
    expect(thrown(() => atPlace(place, work))).toBe(error);
  }
  expect(atPlace(place, () => 7)).toBe(7);
});
