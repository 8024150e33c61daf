import { filterIds } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';

/** In the range that is registered for nobody. */
const nobodys = 511;

describe.skipIf(!hasInteropGroup('library'))('availableFilters', () => {
  it('gives those that HDF5 has, in the order of the question', async () => {
    const { shuffle, fletcher32 } = filterIds;
    expect(await nativeAdapter().availableFilters?.([fletcher32, nobodys, shuffle])).toEqual([fletcher32, shuffle]);
    expect(await nativeAdapter().availableFilters?.([])).toEqual([]);
  });

  it.skipIf(!hasInteropGroup('plugins'))('finds plug-ins', async () => {
    const { bzip2, blosc, lz4 } = filterIds;
    expect(await nativeAdapter().availableFilters?.([bzip2, blosc, lz4])).toEqual([bzip2, blosc, lz4]);
  });
});
