import { defaultList } from '../c/constants.js';
import { unplaced, type Hdf5Library } from '../c/hdf5-library.js';
import type { PropertyListId } from '../c/identifiers.js';

/** HDF5's own choice is 1 MiB, twice; it takes and clears both for each call that converts elements. */
const bufferBytes = 64 * 1024;

/** How elements are transferred between memory and a file. */
export class TransferLists {
  readonly #small: PropertyListId;

  constructor(library: Hdf5Library) {
    const { globals } = library;
    this.#small = library.demand(unplaced, 'a property list cannot be made', (c) =>
      c.H5Pcreate(globals.H5P_CLS_DATASET_XFER_ID_g),
    );
    library.demand(unplaced, 'a property list cannot be set', (c) =>
      c.H5Pset_buffer(this.#small, bufferBytes, null, null),
    );
  }

  /**
   * The list for elements of a size; at least one has to fit into the buffer in which they are converted.
   *
   * @param elementBytes Bytes of an element in memory; in the file it may take twice as many.
   */
  for(elementBytes: number): PropertyListId {
    return 2 * elementBytes <= bufferBytes ? this.#small : defaultList;
  }
}
