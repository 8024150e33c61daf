import { Hdf5Error, parentObjectPath, resolveObjectPath, type ObjectKind } from '@h5tail/adapter';
import { readWriterState } from '../read-superblock.js';
import { linkedFile } from './linked-file.js';
import type { ObjectAccess } from './object-access.js';
import type { Place } from './open-state.js';

/**
 * What an existing object is; to be asked before it is opened, so that the reason for a missing one is told in our words.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`; `NOT_SWMR_READABLE` where an external link leads to a file whose
 * writer has not started SWMR mode.
 */
export function requireObject(access: ObjectAccess, path: string): 'group' | 'dataset' | 'datatype' {
  const kind = access.kindOf(path);
  if (kind === 'unresolved') throw brokenLink(access, path);
  if (kind !== 'nothing') return kind;
  throw missingObject(access, path);
}

/**
 * Checks that a path leads to a dataset.
 *
 * @throws Hdf5Error `WRONG_KIND`, and what {@link requireObject} throws.
 */
export function requireDataset(access: ObjectAccess, path: string): void {
  const kind = requireObject(access, path);
  if (kind !== 'dataset') throw wrongKind(placeOf(access, path), kind, 'dataset');
}

/** Why there is nothing at a path: a name that is missing, or a link on the way that leads nowhere. */
export function missingObject(access: ObjectAccess, path: string): Hdf5Error {
  const broken = firstBrokenLink(access, path);
  if (broken !== undefined) return brokenLink(access, broken);
  return new Hdf5Error('OBJECT_NOT_FOUND', 'there is no such object', {
    ...placeOf(access, path),
    remedy: 'List the file to see what is in it',
  });
}

/** The fault of an object that is none of the kind that was asked for. */
export function wrongKind(place: Place, kind: ObjectKind, wanted: ObjectKind): Hdf5Error {
  return new Hdf5Error('WRONG_KIND', `this is a ${kind}, not a ${wanted}`, place);
}

/** The first link on the way to a path that leads nowhere: what lies behind it is not there because of it. */
function firstBrokenLink(access: ObjectAccess, path: string): string | undefined {
  const parents: string[] = [];
  for (let at = parentObjectPath(path); at !== '/'; at = parentObjectPath(at)) parents.unshift(at);
  return parents.find((parent) => access.kindOf(parent) === 'unresolved');
}

/** Why a link leads nowhere. A soft link is followed, because the reason may be an external link behind it. */
function brokenLink(access: ObjectAccess, path: string, linksLeft = 16): Hdf5Error {
  const place = placeOf(access, path);
  const link = access.linkAt(path);
  if (link.type === 'soft' && linksLeft > 0) {
    const target = resolveObjectPath(parentObjectPath(path), link.target);
    const next = access.kindOf(target) === 'unresolved' ? target : firstBrokenLink(access, target);
    if (next !== undefined) return brokenLink(access, next, linksLeft - 1);
  }
  if (link.type !== 'external') {
    return new Hdf5Error('BROKEN_LINK', 'the link leads nowhere', { ...place, remedy: 'Check the target of the link' });
  }
  const target = linkedFile(access.file, link.file);
  if (readWriterState(target) === 'writing') {
    const what = `the writer of ${target}, which the link leads to, has not started SWMR mode`;
    return new Hdf5Error('NOT_SWMR_READABLE', what, { ...place, remedy: 'Try again when it has' });
  }
  const remedy = `Check the file ${target} and ${link.target} in it`;
  return new Hdf5Error('BROKEN_LINK', 'the external link leads nowhere', { ...place, remedy });
}

function placeOf(access: ObjectAccess, path: string): Place {
  return { file: access.file, object: path };
}
