import { Hdf5Error } from '@h5tail/adapter';
import type { StoredFile } from './stored-file.js';
import type { StoredGroup, StoredLink, StoredObject } from './stored-object.js';

/** HDF5's own limit of links to follow on the way to one object. */
const mostLinks = 16;

/** A file and how to find the files that its external links name. */
export interface WalkContext {
  readonly path: string;
  readonly file: StoredFile;
  /** The file that an external link names, seen from the folder of the file at `from`. */
  readonly openExternal: (
    name: string,
    from: string,
  ) => { readonly path: string; readonly file: StoredFile } | undefined;
}

/**
 * Follows an absolute path through hard, soft and external links.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND`, or `BROKEN_LINK` where the name is missing in the target of a link.
 */
export function walkPath(context: WalkContext, path: string): StoredObject {
  return new Walk(context.path, path).from(context, path, false);
}

class Walk {
  readonly #place: { readonly file: string; readonly object: string };
  #linksLeft = mostLinks;

  constructor(file: string, object: string) {
    this.#place = { file, object };
  }

  from(context: WalkContext, path: string, isTarget: boolean): StoredObject {
    let object: StoredObject = context.file.root;
    let folder = '';
    for (const name of pathParts(path)) {
      const link: StoredLink | undefined = object.kind === 'group' ? object.links.get(name) : undefined;
      if (link === undefined) {
        if (isTarget)
          throw new Hdf5Error('BROKEN_LINK', `a link on the way leads to '${path}', which is not there`, this.#place);
        throw new Hdf5Error('OBJECT_NOT_FOUND', `there is no '${name}' in '${folder || '/'}'`, this.#place);
      }
      object = link.type === 'hard' ? link.object : this.#follow(context, link, folder);
      folder = `${folder}/${name}`;
    }
    return object;
  }

  #follow(
    context: WalkContext,
    link: { readonly target: string } & (
      { readonly type: 'soft' } | { readonly type: 'external'; readonly file: string }
    ),
    folder: string,
  ): StoredObject {
    this.#linksLeft--;
    if (this.#linksLeft < 0) throw new Hdf5Error('BROKEN_LINK', 'more links on the way than HDF5 follows', this.#place);
    if (link.type === 'soft') {
      return this.from(context, link.target.startsWith('/') ? link.target : `${folder}/${link.target}`, true);
    }
    const external = context.openExternal(link.file, context.path);
    if (external === undefined) throw new Hdf5Error('BROKEN_LINK', `there is no file '${link.file}'`, this.#place);
    return this.from({ ...context, ...external }, link.target, true);
  }
}

/**
 * The group at an absolute path; groups that are missing on the way are created.
 *
 * @throws Hdf5Error `WRONG_KIND` where something else than a group is on the way; `BROKEN_LINK`.
 */
export function groupForCreation(context: WalkContext, path: string, create: () => StoredGroup): StoredGroup {
  let group = context.file.root;
  let folder = '';
  for (const name of pathParts(path)) {
    folder = `${folder}/${name}`;
    if (!group.links.has(name)) group.links.set(name, { type: 'hard', object: create() });
    const next = walkPath(context, folder);
    if (next.kind !== 'group') {
      throw new Hdf5Error('WRONG_KIND', `it is a ${next.kind}, not a group`, { file: context.path, object: folder });
    }
    group = next;
  }
  return group;
}

function pathParts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
