import { Hdf5Error } from '@h5tail/adapter';
import type { FollowEnd, KeyFollower } from '@h5tail/follower';
import { counted } from '../../counted.js';

type Scan = Pick<KeyFollower, 'maxShape'>;

/** Number of points of a scan; `undefined` where it has no limit. */
function pointCount({ maxShape }: Scan): number | undefined {
  return maxShape.reduce<number | undefined>(
    (count, extent) => (count === undefined || extent === null ? undefined : count * extent),
    1,
  );
}

/**
 * Which frame is the first that did not come although there is room for it, behind a semicolon; empty where all came.
 *
 * @param frames How many came.
 */
export function missingFrameWords(scan: Scan, end: FollowEnd, frames: number): string {
  if (end.missing === undefined) return '';
  const count = pointCount(scan);
  const ofAll = count === undefined ? '' : ` of ${count}`;
  const hint = end.reason === 'closed' && frames === 0 ? '; with --ignore-close it waits for another writer' : '';
  return `; frame ${end.missing}${ofAll} has no key${hint}`;
}

/**
 * Refuses to begin behind the end of a scan. At the end is fine: that is where a complete follow would go on.
 *
 * @throws Hdf5Error `OUT_OF_RANGE`.
 */
export function requireFrom(from: number, scan: Scan, file: string): void {
  const count = pointCount(scan);
  if (count === undefined || from <= count) return;
  throw new Hdf5Error('OUT_OF_RANGE', `--from ${from} is behind the end: the scan has ${counted(count, 'frame')}`, {
    file,
    remedy: `Give a number up to ${count}`,
  });
}
