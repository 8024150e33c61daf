import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';
import { requireNumbers } from './require-numbers.js';

/** What all keys of a scan have in common. */
export interface AgreedScan {
  readonly rank: number;
  /** Largest extents of the scan, `null` along an axis that no key limits. */
  readonly maxShape: readonly (number | null)[];
}

/**
 * Rank of a scan from the maximum shape of one of its keys: trailing ones stand for the axes of the frame and do not
 * count. An unlimited axis is not one.
 */
export function defaultScanRank(maxShape: readonly (number | null)[]): number {
  return maxShape.findLastIndex((extent) => extent !== 1) + 1;
}

/**
 * Finds rank and maximum shape of the scan that several keys belong to.
 *
 * @param scanRank Overrides what the keys suggest: a grid of 2x1 points looks like a stack of 2.
 * @throws Hdf5Error `WRONG_SHAPE` naming both datasets where two keys disagree, `WRONG_DTYPE`, `NULL_DATASPACE`.
 */
export function agreeOnScan(keys: readonly Dataset[], scanRank: number | undefined): AgreedScan {
  const first = keys[0] as Dataset;
  for (const key of keys) requireNumbers(key, 'a key dataset');
  const rank = scanRank ?? defaultScanRank(maxShapeOf(first));
  const maxShape = maxShapeOf(first).slice(0, rank);
  const limitedBy = maxShape.map(() => first);
  for (const key of keys) {
    requireRank(key, rank, scanRank === undefined ? first : undefined);
    maxShapeOf(key)
      .slice(0, rank)
      .forEach((extent, axis) => {
        if (extent === null) return;
        if (maxShape[axis] === null) {
          maxShape[axis] = extent;
          limitedBy[axis] = key;
        }
        if (maxShape[axis] !== extent) throw disagreement(key, limitedBy[axis] as Dataset);
      });
  }
  return { rank, maxShape };
}

function maxShapeOf(key: Dataset): (number | null)[] {
  if (key.maxShape !== null) return [...key.maxShape];
  throw new Hdf5Error('NULL_DATASPACE', 'a key dataset without a dataspace has no keys', {
    file: key.file.path,
    object: key.path,
    remedy: 'A key dataset has one element per point: the axes of the scan, then ones',
  });
}

/** `like` is the key that the rank was taken from, if it was. */
function requireRank(key: Dataset, rank: number, like: Dataset | undefined): void {
  const maxShape = maxShapeOf(key);
  if (like !== undefined && defaultScanRank(maxShape) !== rank) throw disagreement(key, like);
  if (maxShape.length >= rank && maxShape.slice(rank).every((extent) => extent === 1 || extent === null)) return;
  throw new Hdf5Error('WRONG_SHAPE', `its maximum shape ${shapeText(maxShape)} does not fit a scan of rank ${rank}`, {
    file: key.file.path,
    object: key.path,
    remedy: 'A key dataset has one element per point: the axes of the scan, then ones',
  });
}

function disagreement(key: Dataset, other: Dataset): Hdf5Error {
  const shapes = `${shapeText(maxShapeOf(key))} is not that of the same scan as ${shapeText(maxShapeOf(other))}`;
  return new Hdf5Error('WRONG_SHAPE', `its maximum shape ${shapes} of the key ${other.path}`, {
    file: key.file.path,
    object: key.path,
    remedy: 'Follow keys of one scan together, or give the rank of the scan',
  });
}
