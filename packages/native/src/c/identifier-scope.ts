import type { Place } from '@h5tail/local-file/objects';
import type { Hdf5Functions } from './functions.js';
import type { Hdf5Library } from './hdf5-library.js';
import type { Identifier } from './identifiers.js';

/** Identifiers that are needed for one piece of work. */
export class IdentifierScope {
  readonly #library: Hdf5Library;
  readonly #open: Identifier[] = [];

  constructor(library: Hdf5Library) {
    this.#library = library;
  }

  /** Makes or opens something and keeps it until the scope ends. Throws what {@link Hdf5Library.demand} throws. */
  add<Id extends Identifier>(place: Place, what: string, make: (c: Hdf5Functions) => Id): Id {
    const id = this.#library.demand(place, what, make);
    this.#open.push(id);
    return id;
  }

  /** Closes all, the last one first. */
  close(): void {
    for (let id = this.#open.pop(); id !== undefined; id = this.#open.pop()) this.#library.c.H5Idec_ref(id);
  }
}
