import { describe, expect, it } from 'vitest';
import * as mth5 from '@h5tail/mth5';

describe('the public interface', () => {
  it('is what the README lists', () => {
    expect(Object.keys(mth5).toSorted()).toEqual([]);
  });
});
