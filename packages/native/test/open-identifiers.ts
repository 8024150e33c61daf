import { Hdf5Library } from '../src/c/hdf5-library.js';
import { constants } from '../src/c/constants.js';
import type { Hdf5Functions } from '../src/c/functions.js';
import type { FileId, Identifier } from '../src/c/identifiers.js';
import { loadLibrary } from '../src/library/load-library.js';

/** What HDF5 itself says that this process has open. */
export interface OpenIdentifiers {
  /** Files and the objects in them. */
  objects(): number;
  datasets(): number;
  /** Dataspaces, datatypes, property lists and error stacks. */
  others(): Record<string, number>;
}

/** Identifiers of one kind are numbered; what is above says of which kind. */
const numberBits = 56n;

/** Asks HDF5, without what the package itself counts. */
export async function openIdentifiers(): Promise<OpenIdentifiers> {
  const { c, globals } = new Hdf5Library(await loadLibrary());
  const everywhere = BigInt(constants.H5F_OBJ_ALL) as FileId;
  const count = (kinds: number): number => Number(c.H5Fget_obj_count(everywhere, kinds));
  const listClass = globals.H5P_CLS_FILE_ACCESS_ID_g;
  return {
    objects: () => count(constants.H5F_OBJ_ALL),
    datasets: () => count(constants.H5F_OBJ_DATASET),
    others: () => ({
      dataspaces: countValid(c, () => c.H5Screate(constants.H5S_SCALAR)),
      datatypes: countValid(c, () => c.H5Tcreate(constants.H5T_OPAQUE, 1)),
      lists: countValid(c, () => c.H5Pcreate(listClass)),
      stacks: countValid(c, () => c.H5Eget_current_stack()),
    }),
  };
}

/** HDF5 does not count what is not in a file, so every number that was given is asked for. */
function countValid(c: Hdf5Functions, make: () => Identifier): number {
  const newest = make();
  c.H5Idec_ref(newest);
  const first = (newest >> numberBits) << numberBits;
  let valid = 0;
  for (let id: bigint = first; id < newest; id++) if (c.H5Iis_valid(id as Identifier) > 0) valid++;
  return valid;
}
