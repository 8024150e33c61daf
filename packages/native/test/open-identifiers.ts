import { Hdf5Library } from '../src/c/hdf5-library.js';
import { constants } from '../src/c/constants.js';
import type { FileId } from '../src/c/identifiers.js';
import { loadLibrary } from '../src/library/load-library.js';

/** More kinds of identifiers than any version of HDF5 has. */
const mostKinds = 20;

/** What HDF5 itself says that this process has open. */
export interface OpenIdentifiers {
  /** Files and the objects in them. */
  objects(): number;
  /** How many identifiers there are of each kind: also of dataspaces, datatypes, property lists and error stacks. */
  ofEachKind(): number[];
}

/** Asks HDF5, without what the package itself counts. */
export async function openIdentifiers(): Promise<OpenIdentifiers> {
  const loaded = await loadLibrary();
  const { c } = new Hdf5Library(loaded);
  const countMembers: (kind: number, count: BigUint64Array) => number = loaded.handle.func(
    'int H5Inmembers(int kind, void *count)',
  );
  const ofKind = (kind: number): number => {
    const count = new BigUint64Array(1);
    return countMembers(kind, count) < 0 ? 0 : Number(count[0]);
  };
  return {
    objects: () => Number(c.H5Fget_obj_count(BigInt(constants.H5F_OBJ_ALL) as FileId, constants.H5F_OBJ_ALL)),
    ofEachKind: () => Array.from({ length: mostKinds }, (_, kind) => ofKind(kind)),
  };
}
