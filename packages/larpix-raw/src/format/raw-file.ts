import { Hdf5Error, isHdf5Error, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { requireCompatible, type WantedVersions } from './format-version.js';
import { inTermsOfRepair } from './in-terms-of-repair.js';
import { openHeaders, type HeaderDataset } from './header-dataset.js';
import { layout } from './layout.js';
import { openMessages, type MessageDataset } from './message-dataset.js';
import { readVersions, type StoredVersions } from './raw-file-meta.js';

/** A raw message file that is open. */
export interface RawFile {
  readonly file: Hdf5File;
  readonly meta: StoredVersions;
  readonly messages: MessageDataset;
  readonly headers: HeaderDataset;
}

/**
 * Looks for the parts of a raw message file in an open file.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND`, `WRONG_DTYPE`, `WRONG_SHAPE`, `WRONG_VERSION`.
 */
export async function findParts(file: Hdf5File): Promise<RawFile> {
  const meta = await readVersions(file);
  return { file, meta, messages: await openMessages(file), headers: await openHeaders(file) };
}

/**
 * Opens a file for reading beside its writer.
 *
 * @throws Hdf5Error what `openFile` throws, and {@link findParts}; then nothing stays open. `NOT_SWMR_READABLE` and
 * `FILE_LOCKED` name `h5tail raw repair` for a file whose writer was killed.
 */
export async function openForReading(path: string, adapter: Hdf5Adapter, signal?: AbortSignal): Promise<RawFile> {
  const file = await openReadable(path, adapter, signal === undefined ? {} : { signal });
  try {
    return await findParts(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** SWMR reading opens live and complete files alike. What it refuses may still open without: a superblock of old. */
async function openReadable(path: string, adapter: Hdf5Adapter, options: { signal?: AbortSignal }): Promise<Hdf5File> {
  try {
    return await openFile(path, { adapter, mode: 'r', swmr: true, ...options });
  } catch (error) {
    if (!isHdf5Error(error)) throw error;
    if (error.code !== 'HDF5') throw inTermsOfRepair(error);
    return openFile(path, { adapter, mode: 'r', ...options });
  }
}

/**
 * Checks that a file serves a program that reads it. One that does not say its `io_version` does.
 *
 * @throws Hdf5Error `WRONG_VERSION`.
 */
export function requireReadable({ file, meta }: Pick<RawFile, 'file' | 'meta'>, wanted: WantedVersions): void {
  const { version, ioVersion } = wanted;
  if (version !== undefined) requireCompatible('version', meta.version, version, file.path);
  if (ioVersion !== undefined && meta.ioVersion !== null) {
    requireCompatible('io_version', meta.ioVersion, ioVersion, file.path);
  }
}

/** Number of messages that have both their bytes and their header. */
export function commonLength({ messages, headers }: RawFile): number {
  return Math.min(messages.shape?.[0] ?? 0, headers.dataset.shape?.[0] ?? 0);
}

/**
 * Checks that there are as many headers as messages.
 *
 * @param isWritten Whether somebody else writes the file, who may be between the two.
 * @throws Hdf5Error `TRANSIENT_READ` where that may be so; else `CORRUPT_FILE`.
 */
export function requireEqualLengths({ file, messages, headers }: Omit<RawFile, 'meta'>, isWritten: boolean): void {
  const [inMessages = 0, inHeaders = 0] = [messages.shape?.[0], headers.dataset.shape?.[0]];
  if (inMessages === inHeaders) return;
  const message = `there are ${inMessages} messages and ${inHeaders} headers`;
  const place = { file: file.path, object: layout.messages };
  if (isWritten) {
    const remedy = 'Try again; where its writer was killed, repair the file';
    throw new Hdf5Error('TRANSIENT_READ', message, { ...place, remedy });
  }
  const remedy = 'Its writer was killed: repair the file, which keeps what is complete';
  throw new Hdf5Error('CORRUPT_FILE', message, { ...place, remedy });
}
