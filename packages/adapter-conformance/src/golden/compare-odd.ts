import assert from 'node:assert/strict';
import { isHdf5Error, type Attribute, type Slab } from '@h5tail/adapter';
import { toGoldenData } from './golden-data.js';
import type { GoldenDataset } from './golden.js';

/**
 * Asserts that elements whose numbers do not fill their bytes are exactly what HDF5 converts them to, or are refused:
 * their stored bytes, taken for plain numbers, are other numbers.
 */
export async function compareOddElements(
  golden: Pick<GoldenDataset, 'shape' | 'data'>,
  read: () => Promise<Slab | Attribute>,
): Promise<void> {
  let found;
  try {
    found = await read();
  } catch (error) {
    if (!isHdf5Error(error)) throw error;
    assert.equal(error.code, 'UNSUPPORTED_DTYPE', error.message);
    return;
  }
  assert.deepEqual(found.shape, golden.shape, 'shape of the elements');
  const data = await toGoldenData(found.dtype, found.data, () => Promise.resolve(null));
  assert.deepEqual(data, golden.data, 'elements');
}
