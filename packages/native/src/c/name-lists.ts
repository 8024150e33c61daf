import type { Place } from '@h5tail/local-file/objects';
import { constants, defaultList } from './constants.js';
import type { Hdf5Library } from './hdf5-library.js';
import type { GroupId, LocationId } from './identifiers.js';

/** Lists names in one pass of HDF5; asking for each by its number would start from the front each time. */
export class NameLists {
  readonly #library: Hdf5Library;
  readonly #visit: bigint;
  #names: string[] = [];

  constructor(library: Hdf5Library) {
    this.#library = library;
    const { koffi } = library.loaded;
    // Links and attributes are visited with the same parameters.
    const operator = koffi.proto('int', ['int64_t', 'const char *', 'void *', 'void *']);
    this.#visit = koffi.register((_location: bigint, name: string) => this.#add(name), koffi.pointer(operator));
  }

  /**
   * The names in a group, in the order of creation or of their bytes.
   *
   * @throws Hdf5Error
   */
  links(place: Place, group: GroupId, inCreationOrder: boolean): string[] {
    const iterate = this.#library.c.H5Literate ?? this.#library.c.H5Literate1;
    return this.#collect(place, 'the group cannot be listed', () =>
      iterate === undefined ? -1 : iterate(group, ...order(inCreationOrder), null, this.#visit, null),
    );
  }

  /**
   * The names of an object's attributes, in the order of creation or of their bytes.
   *
   * @throws Hdf5Error
   */
  attributes(place: Place, location: LocationId, path: string, inCreationOrder: boolean): string[] {
    return this.#collect(place, 'the attributes cannot be listed', (c) =>
      c.H5Aiterate_by_name(location, path, ...order(inCreationOrder), null, this.#visit, null, defaultList),
    );
  }

  #collect(place: Place, what: string, iterate: (c: Hdf5Library['c']) => number): string[] {
    this.#names = [];
    this.#library.demand(place, what, iterate);
    return this.#names;
  }

  #add(name: string): number {
    this.#names.push(name);
    return 0;
  }
}

function order(inCreationOrder: boolean): [index: number, order: number] {
  return [inCreationOrder ? constants.H5_INDEX_CRT_ORDER : constants.H5_INDEX_NAME, constants.H5_ITER_INC];
}
