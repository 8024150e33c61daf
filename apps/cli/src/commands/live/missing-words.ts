import { Hdf5Error } from '@h5tail/adapter';
import type { FollowEnd } from '@h5tail/follower';
import { counted } from '../../counted.js';

/** What a follow counts. */
export interface Units {
  /** In the singular. */
  readonly noun: string;
  /** What is the matter with one that is missing. */
  readonly missing: string;
  /** What has a key, in the singular, where `--skip-holes` passes over what has none. */
  readonly keyed?: string;
  /** How many there are; `undefined` without a limit. */
  readonly count: number | undefined;
}

/** Number of points of a scan; `undefined` where it has no limit. */
export function pointCount(maxShape: readonly (number | null)[]): number | undefined {
  return maxShape.reduce<number | undefined>(
    (count, extent) => (count === undefined || extent === null ? undefined : count * extent),
    1,
  );
}

/**
 * Which unit is the first that did not come although there is room for it, and what it held back, behind a semicolon; empty
 * where all came, and where holes are passed over, which are told in another way.
 *
 * @param came How many came.
 */
export function missingWords(end: FollowEnd, came: number, { noun, missing, keyed, count }: Units): string {
  if (end.missing === undefined || end.skipped !== undefined) return '';
  const ofAll = count === undefined ? '' : ` of ${count}`;
  return `; ${noun} ${end.missing}${ofAll} ${missing}${heldBackWords(end, keyed)}${closedEarlyWords(end, came)}`;
}

function heldBackWords({ heldBack }: FollowEnd, keyed: string | undefined): string {
  if (heldBack === undefined || keyed === undefined) return '';
  const [are, them] = heldBack === 1 ? ['is', 'it'] : ['are', 'them'];
  return `, and ${counted(heldBack, keyed)} behind it ${are} ready: --skip-holes gets ${them}`;
}

function closedEarlyWords({ reason }: FollowEnd, came: number): string {
  return reason === 'closed' && came === 0 ? '; with --ignore-close it waits for another writer' : '';
}

/**
 * Refuses to begin behind the end of a scan. At the end is fine: that is where a complete follow would go on.
 *
 * @throws Hdf5Error `OUT_OF_RANGE`.
 */
export function requireFrom(from: number, { noun, count }: Units, file: string): void {
  if (count === undefined || from <= count) return;
  throw new Hdf5Error('OUT_OF_RANGE', `--from ${from} is behind the end: the scan has ${counted(count, noun)}`, {
    file,
    remedy: `Give a number up to ${count}`,
  });
}
