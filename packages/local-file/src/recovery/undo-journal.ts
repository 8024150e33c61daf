import { closeSync, fstatSync, fsyncSync, openSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { faultOfSuperblock, notAFile } from '../check-file.js';
import { IndexFile } from '../index-file.js';
import { readSuperblockOf, type SuperblockOnDisk } from '../read-superblock.js';
import { systemFault } from '../system-fault.js';
import { RangeCollector, type ByteRanges } from './byte-ranges.js';
import { collectRawData } from './collect-raw-data.js';
import { lookForUndo, requireUsable } from './find-undo.js';
import { removeUndo, restoreUndo } from './restore-undo.js';
import { undoIdentityOf, type UndoContent } from './undo-format.js';
import { undoPath } from './undo-path.js';
import { writeUndo } from './write-undo.js';

/** Options of {@link beginUndo}. */
export interface BeginUndoOptions {
  /**
   * Datasets whose elements the change does not touch, by the addresses of their object headers, from the file's base: what
   * an object reference holds, as a little-endian number. Their elements are not saved. Default: none, so that all of the
   * file is saved.
   */
  readonly keepOut?: readonly (number | bigint)[];
  /** Whether to wait for the disk, so that a power failure does no harm either. Default: true. */
  readonly sync?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What undoes a change of a file's structure, as long as the change is not completed. */
export interface UndoJournal {
  /** Of the journal. */
  readonly path: string;
  /** Bytes of the file that it holds. */
  readonly savedBytes: number;
  /**
   * The change is completed and the file was closed: waits until it is on the disk, and removes the journal.
   *
   * @throws Hdf5Error `FILE_LOCKED` where the file is still open for writing or is not as HDF5 closes one; the journal stays
   * and is in force. What the operating system reports.
   */
  done(): Promise<void>;
  /**
   * The change failed, as on a full disk, and the file was closed: makes it as it was before, and removes the journal. HDF5
   * may have closed the file as if all had been written, so that recovery would take the change for completed.
   *
   * Where closing failed too, HDF5 goes on holding the file as it could not write it (2.0 in h5wasm does), and so would whoever
   * opens it again in this process: end the process first.
   *
   * @throws Hdf5Error `CORRUPT_FILE`, `FILE_REPLACED`, and what the operating system reports; the journal stays then.
   */
  undo(): Promise<void>;
  /**
   * Another program has opened the file for writing before the change began, or after it was completed: removes the journal, which no
   * longer tells how the file was, and does not touch the file.
   *
   * @throws Hdf5Error What the operating system reports.
   */
  abandon(): Promise<void>;
}

/** Elements in shorter pieces are saved too, as they take less than to leave them out. */
const worthKeepingOut = 1024;

/**
 * Makes a change of a file's structure harmless: saves all that the change might overwrite beside the file, before HDF5 opens
 * it for the change. Whatever happens to the program until `done`, `recoverFile` or `undoChange` make the file as it was, or
 * leave it with the change when that was completed.
 *
 * Saved is all of the file but the elements of the datasets to keep out, so metadata alone where all larger datasets are. A
 * change may only write elements of other datasets and of new ones, and may not delete those kept out.
 *
 * When the program is killed (`kill -9`), this is what recovery finds, by the writer's flag in the superblock, which HDF5 sets
 * before all else that it writes, and clears after all else:
 *
 * | killed | journal | superblock | recovery |
 * | --- | --- | --- | --- |
 * | while the journal is written | under its temporary name | closed | removes it |
 * | before HDF5 opens the file | complete | closed, as saved | removes it; the file is as before |
 * | while HDF5 has the file open | complete | writing | undoes the change |
 * | while HDF5 closes it | complete | writing | undoes the change |
 * | at the end of that, cut too early | complete | closed, with an end beyond the file | undoes the change |
 * | after HDF5 has closed it | complete | closed | removes it, and keeps the change |
 * | after `done` | none | as it is | none: an ordinary recovery |
 * | while the change is undone | complete | writing, from the first to the last write | undoes it again |
 * | when it was undone | complete | closed, as saved | removes it |
 *
 * After a power failure the same holds with `sync`, except between the end of closing and the end of `done`: the superblock may
 * then have reached the disk before the rest. The same moment is left open where closing failed on a full disk and
 * the program is killed before its `undo`.
 *
 * Until `done` or `undo`, this process holds the file open for writing, so that other processes can see that somebody has it
 * at work, and do not recover it meanwhile.
 *
 * @param path Of a file that is closed, with superblock version 3.
 * @throws Hdf5Error `FILE_LOCKED` where the file is open for writing, was left by a killed writer, or changes meanwhile;
 * `FILE_REPLACED` where a journal of another file is in the way; `UNSUPPORTED` before superblock version 3; `WRONG_KIND` for
 * an address in `keepOut` where no dataset is; `NO_SPACE`, `PERMISSION_DENIED`, `FILE_NOT_FOUND`, `NOT_A_FILE`, `NOT_HDF5`,
 * `TRUNCATED_FILE`, `CORRUPT_FILE`, `IO`. The signal's reason. There is no journal then, and the change must not begin.
 */
export async function beginUndo(path: string, options: BeginUndoOptions = {}): Promise<UndoJournal> {
  const { keepOut = [], sync = true, signal } = options;
  signal?.throwIfAborted();
  const former = lookForUndo(path);
  // Where the file is closed, a journal of its own is one of a change that was completed.
  if (former !== undefined && former.description.state === 'other-file') requireUsable(path, former);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r+');
  } catch (error) {
    throw systemFault(error, path);
  }
  try {
    const found = readSuperblockOf(descriptor);
    requireClosed(path, found);
    if (sync) fsyncSync(descriptor);
    const content = await contentOf(descriptor, path, found, keepOut, signal);
    const savedBytes = await writeUndo(path, descriptor, content, sync, signal);
    return new OpenUndo(path, descriptor, savedBytes, sync);
  } catch (error) {
    closeSync(descriptor);
    if (signal?.aborted === true && error === signal.reason) throw error;
    throw systemFault(error, path);
  }
}

async function contentOf(
  descriptor: number,
  path: string,
  { superblock, bytes }: SuperblockOnDisk,
  keepOut: readonly (number | bigint)[],
  signal: AbortSignal | undefined,
): Promise<UndoContent> {
  const stats = fstatSync(descriptor, { bigint: true });
  if (!stats.isFile()) throw notAFile(path);
  if (superblock === undefined) throw new Error('no superblock');
  const fileSize = Number(stats.size);
  const superblockBytes = Uint8Array.from(bytes.subarray(0, superblock.length));
  const ranges = await rangesToSave(descriptor, path, fileSize, keepOut, signal);
  return { fileSize, identity: undoIdentityOf(stats), superblock, superblockBytes, ranges };
}

async function rangesToSave(
  descriptor: number,
  path: string,
  fileSize: number,
  keepOut: readonly (number | bigint)[],
  signal: AbortSignal | undefined,
): Promise<ByteRanges> {
  const source = new IndexFile(descriptor);
  const rawData = new RangeCollector();
  for (const address of keepOut) await collectRawData(source, path, address, rawData, signal);
  return rawData.rest(fileSize, worthKeepingOut);
}

/** @throws Hdf5Error unless the file is as HDF5 closes one. */
function requireClosed(path: string, found: SuperblockOnDisk): void {
  const fault = faultOfSuperblock(path, found);
  if (fault !== undefined || found.superblock === undefined) throw fault ?? new Error('no superblock');
  const { superblock, fileSize } = found;
  if (superblock.version < 3) {
    throw new Hdf5Error('UNSUPPORTED', `superblock version ${superblock.version} does not record writers`, {
      file: path,
      remedy: 'Write the file anew in the format of HDF5 1.10 or later',
    });
  }
  if (superblock.writer !== 'closed') {
    throw new Hdf5Error('FILE_LOCKED', 'the file is open for writing, or its writer was killed', {
      file: path,
      remedy: 'Close it first; if no program writes it, h5tail recover mends the file',
    });
  }
  if (fileSize < (superblock.endOfFile ?? 0)) {
    const message = `the file has ${fileSize} bytes where its superblock says ${superblock.endOfFile}`;
    throw new Hdf5Error('TRUNCATED_FILE', message, { file: path, remedy: 'Take it from its source again' });
  }
}

class OpenUndo implements UndoJournal {
  readonly path: string;
  readonly savedBytes: number;
  readonly #file: string;
  readonly #sync: boolean;
  #descriptor: number | undefined;

  constructor(file: string, descriptor: number, savedBytes: number, sync: boolean) {
    this.path = undoPath(file);
    this.savedBytes = savedBytes;
    this.#file = file;
    this.#sync = sync;
    this.#descriptor = descriptor;
  }

  async done(): Promise<void> {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    try {
      requireClosed(this.#file, readSuperblockOf(descriptor));
      if (this.#sync) fsyncSync(descriptor);
    } catch (error) {
      throw systemFault(error, this.#file);
    }
    removeUndo(this.#file, this.#sync);
    this.#release();
  }

  async undo(): Promise<void> {
    if (this.#descriptor === undefined) return;
    const found = lookForUndo(this.#file);
    if (found === undefined) throw new Hdf5Error('FILE_NOT_FOUND', 'the undo journal is gone', { file: this.path });
    restoreUndo(this.#file, this.path, requireUsable(this.#file, found));
    removeUndo(this.#file, this.#sync);
    this.#release();
  }

  async abandon(): Promise<void> {
    if (this.#descriptor === undefined) return;
    removeUndo(this.#file, this.#sync);
    this.#release();
  }

  #release(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
