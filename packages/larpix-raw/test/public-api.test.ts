import { describe, expect, it } from 'vitest';
import * as larpixRaw from '@h5tail/larpix-raw';

describe('the public interface', () => {
  it('is what the README lists', () => {
    expect(Object.keys(larpixRaw).toSorted()).toEqual([
      'RawFileFollower',
      'RawFileWriter',
      'fromRawFile',
      'lengthOfRawFile',
      'repair',
      'toRawFile',
    ]);
  });
});
