import type { Dataset } from '@h5tail/adapter';
import { agreeOnScan } from './agree-on-scan.js';
import { ScanShape } from './scan-shape.js';

/**
 * The scan that key datasets belong to.
 *
 * @throws TypeError without a key; RangeError for a rank that is none; Hdf5Error, see `agreeOnScan`.
 */
export function scanOfKeys(keys: readonly Dataset[], scanRank: number | undefined): ScanShape {
  if (keys.length === 0) throw new TypeError('a follower needs at least one key dataset');
  if (scanRank !== undefined && !(Number.isSafeInteger(scanRank) && scanRank >= 0)) {
    throw new RangeError(`scanRank ${scanRank} is not a rank`);
  }
  return new ScanShape(agreeOnScan(keys, scanRank));
}
