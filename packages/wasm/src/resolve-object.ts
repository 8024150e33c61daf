import { Hdf5Error, parentObjectPath, resolveObjectPath, type Link, type ObjectKind } from '@h5tail/adapter';
import { readWriterState } from '@h5tail/local-file';
import { faultOf, type Library, type Place } from './library.js';
import { linkedFile } from './linked-file.js';

/** An open file to look for objects in. */
export interface ObjectSpace {
  readonly library: Library;
  /** HDF5's identifier of the open file. */
  readonly id: bigint;
  /** Path of the file. */
  readonly file: string;
}

/** HDF5's numbers for the kinds of objects, as `H5G_obj_t` has them. */
const kinds: Record<number, ObjectKind> = { 0: 'group', 1: 'dataset', 2: 'datatype', 3: 'unresolved', 4: 'unresolved' };

/**
 * What a path leads to.
 *
 * @throws Hdf5Error `CORRUPT_FILE` or `IO` where the way there cannot be read.
 */
export function kindOf(space: ObjectSpace, path: string): ObjectKind | 'nothing' {
  if (path === '/') return 'group';
  const { answer, stack } = space.library.ask((module) => module.get_type(space.id, path));
  if (answer !== undefined) return kinds[answer] ?? 'nothing';
  const fault = faultOf(placeOf(space, path), 'the object cannot be looked up', stack);
  if (fault.code === 'CORRUPT_FILE' || fault.code === 'IO') throw fault;
  // A link that runs in a circle or to a file that cannot be opened, or a path through something that is no group.
  return linkAt(space, path).type === 'hard' ? 'nothing' : 'unresolved';
}

/** How the last name of the path leads to its object; hard also where there is no such name. */
export function linkAt({ library, id }: ObjectSpace, path: string): Link {
  const { answer: target } = library.ask((module) => module.get_symbolic_link(id, path));
  if (typeof target === 'string') return { type: 'soft', target };
  const { answer: external } = library.ask((module) => module.get_external_link(id, path));
  if (external?.filename === undefined) return { type: 'hard' };
  return { type: 'external', file: external.filename, target: external.obj_path ?? '/' };
}

/**
 * Asks before any call that fails by throwing through C++ code, which would leak.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`; `NOT_SWMR_READABLE` where an external link leads to a file whose
 * writer has not started SWMR mode.
 */
export function requireObject(space: ObjectSpace, path: string): 'group' | 'dataset' | 'datatype' {
  const kind = kindOf(space, path);
  if (kind === 'unresolved') throw brokenLink(space, path);
  if (kind !== 'nothing') return kind;
  const broken = firstBrokenLink(space, path);
  if (broken !== undefined) throw brokenLink(space, broken);
  throw new Hdf5Error('OBJECT_NOT_FOUND', 'there is no such object', {
    ...placeOf(space, path),
    remedy: 'List the file to see what is in it',
  });
}

/** The first link on the way to a path that leads nowhere: what lies behind it is not there because of it. */
function firstBrokenLink(space: ObjectSpace, path: string): string | undefined {
  const parents: string[] = [];
  for (let at = parentObjectPath(path); at !== '/'; at = parentObjectPath(at)) parents.unshift(at);
  return parents.find((parent) => kindOf(space, parent) === 'unresolved');
}

/** Why a link leads nowhere. A soft link is followed, because the reason may be an external link behind it. */
function brokenLink(space: ObjectSpace, path: string, linksLeft = 16): Hdf5Error {
  const place = placeOf(space, path);
  const link = linkAt(space, path);
  if (link.type === 'soft' && linksLeft > 0) {
    const target = resolveObjectPath(parentObjectPath(path), link.target);
    const next = kindOf(space, target) === 'unresolved' ? target : firstBrokenLink(space, target);
    if (next !== undefined) return brokenLink(space, next, linksLeft - 1);
  }
  if (link.type !== 'external') {
    return new Hdf5Error('BROKEN_LINK', 'the link leads nowhere', { ...place, remedy: 'Check the target of the link' });
  }
  const target = linkedFile(space.file, link.file);
  if (readWriterState(target) === 'writing') {
    const what = `the writer of ${target}, which the link leads to, has not started SWMR mode`;
    return new Hdf5Error('NOT_SWMR_READABLE', what, { ...place, remedy: 'Try again when it has' });
  }
  const remedy = `Check the file ${target} and ${link.target} in it`;
  return new Hdf5Error('BROKEN_LINK', 'the external link leads nowhere', { ...place, remedy });
}

function placeOf(space: ObjectSpace, path: string): Place {
  return { file: space.file, object: path };
}
