import { statSync } from 'node:fs';
import {
  Hdf5Error,
  isHdf5Error,
  openFile,
  type CompoundDtype,
  type Dataset,
  type Hdf5Adapter,
  type Hdf5File,
} from '@h5tail/adapter';
import { readSuperblock } from '@h5tail/local-file';
import { currentVersion, layout } from '../format/layout.js';
import { requestedVersion, requireCompatible } from '../format/format-version.js';
import type { MessageDataset } from '../format/message-dataset.js';
import { findParts, openForReading, requireEqualLengths, type RawFile } from '../format/raw-file.js';
import { createRawFile } from './create-raw-file.js';

/** How to open a file that is appended to. */
export interface AppendOptions {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
  /** Format version that the program was made for. Default: the current one for a new file, any known for an existing one. */
  readonly version?: string;
  /**
   * Version of the messages. A new file says it; an existing one must have it, the same major and at least that minor.
   * Default: none.
   */
  readonly ioVersion?: string;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A raw file that is open in SWMR mode, to be appended to. */
export interface AppendableFile {
  readonly file: Hdf5File;
  readonly messages: MessageDataset;
  readonly headers: Dataset<CompoundDtype>;
  /** Number of messages that are there. */
  readonly length: number;
}

/**
 * Opens a file for appending, or creates it where there is none or an empty one. Everything is checked before the file is
 * touched.
 *
 * @throws Hdf5Error `FILE_LOCKED`, `NOT_SWMR_WRITABLE`, `WRONG_VERSION`, `CORRUPT_FILE`, `UNSUPPORTED`, `OBJECT_NOT_FOUND`, and
 * what `openFile` throws.
 * @throws TypeError for a version that is none.
 */
export async function openForAppending(path: string, options: AppendOptions): Promise<AppendableFile> {
  const { adapter, version, ioVersion, signal } = options;
  if (version !== undefined) requestedVersion('version', version);
  if (ioVersion !== undefined) requestedVersion('io_version', ioVersion);
  signal?.throwIfAborted();
  const now = Date.now() / 1000;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) {
    if (version !== undefined) requireCompatible('version', currentVersion, version, path);
    const mode = found === undefined ? 'wx' : 'w';
    const created = await unlessExists(createRawFile(path, { adapter, mode, ioVersion, created: now }));
    if (created !== undefined) return startWriting(created);
  }
  await checkExisting(path, options);
  const file = await openFile(path, { adapter, mode: 'r+', ...(signal && { signal }) });
  return startWriting(file, now);
}

/** `undefined` where somebody else has created the file meanwhile. */
async function unlessExists(creation: Promise<Hdf5File>): Promise<Hdf5File | undefined> {
  try {
    return await creation;
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'FILE_EXISTS') return undefined;
    throw error;
  }
}

/** All that can be said of an existing file without touching it. */
async function checkExisting(path: string, { adapter, version, ioVersion, signal }: AppendOptions): Promise<void> {
  const writer = superblockOf(path)?.writer;
  // Opening it for writing says best what that means.
  if (writer === 'writing' || writer === 'swmr-writing') return;
  const raw = await openForReading(path, adapter, signal);
  try {
    requireVersions(raw, version, ioVersion);
    await requireEqualLengths(raw);
    requireAppendable(raw);
  } finally {
    await raw.file.close();
  }
}

function superblockOf(path: string): ReturnType<typeof readSuperblock>['superblock'] {
  try {
    return readSuperblock(path).superblock;
  } catch {
    return undefined;
  }
}

function requireVersions({ file, meta }: RawFile, version: string | undefined, ioVersion: string | undefined): void {
  if (version !== undefined) requireCompatible('version', meta.version, version, file.path);
  if (ioVersion !== undefined) requireCompatible('io_version', meta.ioVersion ?? undefined, ioVersion, file.path);
}

function requireAppendable({ file, headers }: RawFile): void {
  if (headers.kind === 'plain') {
    throw new Hdf5Error('UNSUPPORTED', 'files of December 2020, without headers, can be read but not written', {
      file: file.path,
      object: layout.plainIoGroups,
      remedy: 'Begin a new file',
    });
  }
  if ((superblockOf(file.path)?.version ?? 0) < 3) {
    throw new Hdf5Error('NOT_SWMR_WRITABLE', 'the format of this file is too old to be written while others read it', {
      file: file.path,
      remedy: "Copy it into a file made with libver='v110'",
    });
  }
}

/** @param modified Time of this write, for a file that was there already. */
async function startWriting(file: Hdf5File, modified?: number): Promise<AppendableFile> {
  try {
    if (modified !== undefined) await (await file.group(layout.meta)).attributes.set(layout.modified, modified);
    const { messages, headers } = await findParts(file);
    if (headers.kind === 'plain') throw new TypeError('the headers are no compound');
    await file.startSwmrWrite();
    return { file, messages, headers: headers.dataset, length: messages.shape?.[0] ?? 0 };
  } catch (error) {
    await file.close();
    throw error;
  }
}
