import { SharedDescriptor } from '@h5tail/local-file/decoding';
import { LiveFile } from '@h5tail/local-file/objects';
import { constants, defaultList } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { FileId } from '../c/identifiers.js';
import type { WriterLock } from './writer-lock.js';

/** A file that HDF5 has open. */
export class OpenNativeFile {
  readonly id: FileId;
  /**
   * Whether this process writes it, in whichever thread. HDF5 then shows what the writer has not flushed, and what is in
   * the file is not all there is. It lets nobody open a file for writing that the process has open for reading.
   */
  readonly isWritten: boolean;
  readonly #path: string;
  /** For refreshing parts of it; `undefined` where only HDF5 can, and for a file that is written. */
  readonly live: LiveFile | undefined;
  readonly #library: Hdf5Library;
  #lock: WriterLock | undefined;
  #descriptor: number | null | undefined;
  #shared: SharedDescriptor | 'none' | undefined;

  /** @param lock Of a file that is written. */
  constructor(library: Hdf5Library, id: FileId, path: string, lock?: WriterLock) {
    this.#library = library;
    this.id = id;
    this.#path = path;
    this.#lock = lock;
    const intent = new Uint32Array(1);
    this.isWritten = library.c.H5Fget_intent(id, intent) >= 0 && ((intent[0] as number) & constants.H5F_ACC_RDWR) !== 0;
    this.live = this.isWritten ? undefined : LiveFile.of(this.descriptor ?? undefined, path);
  }

  /** The descriptor through which HDF5 reads the file, for reading parts of it without HDF5; `null` where there is none. */
  get descriptor(): number | null {
    if (this.#descriptor === undefined) this.#findDescriptor();
    return this.#descriptor as number | null;
  }

  /** Another descriptor, for what goes on reading after HDF5 has closed the file; `undefined` where there is none. */
  get sharedDescriptor(): SharedDescriptor | undefined {
    this.#shared ??=
      (this.descriptor === null ? undefined : SharedDescriptor.of(this.#path, this.descriptor)) ?? 'none';
    return this.#shared === 'none' ? undefined : this.#shared;
  }

  /** Gives that descriptor back. */
  release(): void {
    if (this.#shared !== 'none') this.#shared?.release();
    this.#shared = 'none';
  }

  /** Gives a writer's lock back. */
  unlock(): void {
    this.#lock?.release();
    this.#lock = undefined;
  }

  #findDescriptor(): void {
    this.#descriptor = null;
    // The library's runtime and that of Node number their files each for itself.
    if (process.platform === 'win32') return;
    const { c, loaded } = this.#library;
    const place = new BigUint64Array(1);
    if (c.H5Fget_vfd_handle(this.id, defaultList, place) < 0) return;
    this.#descriptor = loaded.koffi.decode.int32(place[0]);
  }
}
