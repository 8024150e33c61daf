import { Unreadable } from './byte-cursor.js';

const attempts = 3;

/** A writer may be in the middle of changing what is read; it is through with that in microseconds. */
export function whenSettled<Answer>(read: () => Answer): Answer | undefined {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return read();
    } catch (error) {
      // What the system says against reading, HDF5 will tell.
      if (!(error instanceof Unreadable)) return undefined;
    }
  }
  return undefined;
}
