import { inflateRawSync } from 'node:zlib';
import { ioVersionOffset, plainSkeleton, versionedSkeleton } from './skeleton-bytes.js';

const placeLength = 3;

/** An empty file, and what it cannot say by itself. */
export interface Skeleton {
  /** The caller's own. */
  readonly bytes: Uint8Array;
  /** An io_version that is still to be set, because it is of another length than usual. */
  readonly missingIoVersion?: string;
}

/**
 * The empty file that new ones start from: all of format 0.0 in the flavour of HDF5 1.10. Not every backend can create
 * datasets of variable length, or text as the format has it; started from this, all write the same.
 */
export function skeleton(ioVersion: string | undefined): Skeleton {
  if (ioVersion === undefined) return { bytes: inflated(plainSkeleton) };
  if (ioVersion.length !== placeLength) return { bytes: inflated(plainSkeleton), missingIoVersion: ioVersion };
  const bytes = inflated(versionedSkeleton);
  bytes.set(new TextEncoder().encode(ioVersion), ioVersionOffset);
  return { bytes };
}

function inflated(base64: string): Uint8Array {
  return Uint8Array.from(inflateRawSync(Buffer.from(base64, 'base64')));
}
