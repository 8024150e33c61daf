import { Hdf5Error } from '@h5tail/adapter';
import { runPath } from '../model/layout.js';
import type { Mth5Access } from '../mth5-access.js';
import type { RunBlock, RunIds } from './append-to-run.js';

/** @throws Hdf5Error `INVALID_DATA` for a block that lacks a channel of the run, unless some may be missing, or has one that the run lacks. */
export function requireEveryChannel(access: Mth5Access, ids: RunIds, block: RunBlock, someMayBeMissing: boolean): void {
  const known = access.session.rows.channelsOf(ids);
  const given = Object.keys(block).map((name) => name.toLowerCase());
  // The usual case, at each append.
  if (given.length === known.length && known.length > 0 && known.every((name) => given.includes(name))) return;
  const missing = someMayBeMissing ? [] : known.filter((name) => !given.includes(name));
  const foreign = given.filter((name) => !known.includes(name));
  if (missing.length === 0 && foreign.length === 0 && known.length > 0) return;
  const faults = [
    ...(missing.length > 0 ? [`samples of ${missing.join(', ')} are missing`] : []),
    ...(foreign.length > 0 ? [`the run has no ${foreign.join(', ')}`] : []),
    ...(known.length === 0 ? ['the run has no channels'] : []),
  ];
  const { survey, station, run } = ids;
  throw new Hdf5Error('INVALID_DATA', faults.join('; '), {
    file: access.path,
    object: runPath(access.version, survey, station, run),
    remedy:
      foreign.length > 0
        ? 'Leave out what the run has no channel for, or add one first'
        : 'Append samples of every channel of the run, or append to its channels one by one',
  });
}
