import { Hdf5Error, type FileMode } from '@h5tail/adapter';

/** Where a call happens, for its error. */
export interface Place {
  readonly file: string;
  readonly object?: string;
}

/** How a file was opened, and what may therefore be done with it. */
export class OpenState {
  /** Absolute path of the file. */
  readonly path: string;
  readonly mode: FileMode;
  /** Becomes `'write'` when SWMR mode is started. */
  swmr: 'none' | 'read' | 'write';
  closed = false;

  constructor({ path, mode, swmr }: Pick<OpenState, 'path' | 'mode' | 'swmr'>) {
    this.path = path;
    this.mode = mode;
    this.swmr = swmr;
  }

  place(object?: string): Place {
    return object === undefined ? { file: this.path } : { file: this.path, object };
  }

  /** @throws Hdf5Error `CLOSED`. */
  requireOpen(): void {
    if (!this.closed) return;
    throw new Hdf5Error('CLOSED', 'the file was closed', { file: this.path, remedy: 'Open it again' });
  }

  /** @throws Hdf5Error `CLOSED`, `READ_ONLY`. */
  requireWritable(object?: string): void {
    this.requireOpen();
    if (this.mode !== 'r') return;
    const remedy = "Open the file with mode 'r+'";
    throw new Hdf5Error('READ_ONLY', 'the file is open for reading only', { ...this.place(object), remedy });
  }

  /** @throws Hdf5Error `CLOSED`, `READ_ONLY`, `STRUCTURE_FIXED`. */
  requireStructureWritable(object?: string): void {
    this.requireWritable(object);
    if (this.swmr !== 'write') return;
    throw new Hdf5Error('STRUCTURE_FIXED', 'objects and attributes cannot change in SWMR mode', {
      ...this.place(object),
      remedy: 'Create everything before startSwmrWrite(), or close the file and open it again',
    });
  }
}
