import { Hdf5Error } from '@h5tail/adapter';
import { OpenFiles } from '../../src/objects.js';

/** An identifier of {@link FakeFiles}. */
export interface FakeId {
  readonly path: string;
  readonly swmr: boolean;
  readonly number: number;
}

/** Opens files by name only, and remembers which are open. */
export class FakeFiles {
  readonly files: OpenFiles<FakeId>;
  readonly open = new Set<FakeId>();
  opened = 0;
  /** Called before a file is opened for reading; what it throws is what the opening throws. */
  beforeOpen: (path: string) => void = () => undefined;
  /** Called before a file is closed; it is closed all the same. */
  beforeClose: (path: string) => void = () => undefined;

  constructor() {
    this.files = new OpenFiles<FakeId>({
      openForReading: (path, swmr) => {
        this.beforeOpen(path);
        return this.add(path, swmr);
      },
      close: (path, id) => {
        this.open.delete(id);
        this.beforeClose(path);
      },
    });
  }

  /** Opens a file for whatever purpose. */
  add(path: string, swmr = false): FakeId {
    const id = { path, swmr, number: ++this.opened };
    this.open.add(id);
    return id;
  }
}

/** An error as HDF5 gives it. */
export function fault(code: 'IO' | 'NO_SPACE'): Hdf5Error {
  return new Hdf5Error(code, 'refused', { file: 'a.h5' });
}
