import { inflateRawSync } from 'node:zlib';
import type { Mth5Version } from '../model/layout.js';
import { experimentSkeleton, surveySkeleton } from './skeleton-bytes.js';

/**
 * The empty file that new ones start from, in the flavour of HDF5 1.10. Not every backend can create its tables; started from
 * this, all write the same. The bytes are the caller's own.
 */
export function skeleton(version: Mth5Version): Uint8Array {
  const base64 = version === '0.1.0' ? surveySkeleton : experimentSkeleton;
  return Uint8Array.from(inflateRawSync(Buffer.from(base64, 'base64')));
}
