import { statSync } from 'node:fs';
import { Hdf5Error, isHdf5Error, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { readSuperblock } from '@h5tail/local-file';
import { remainsBehind } from '@h5tail/local-file/recovery';
import { inTermsOfRepair } from '../format/in-terms-of-repair.js';
import { currentVersion, layout } from '../format/layout.js';
import { requireCompatible, requireVersionTexts } from '../format/format-version.js';
import type { MessageDataset } from '../format/message-dataset.js';
import { clearBehind, objectAddress } from '../format/message-remains.js';
import { findParts, requireEqualLengths } from '../format/raw-file.js';
import type { StoredVersions } from '../format/raw-file-meta.js';
import type { MessageBatch } from '../messages/message-batch.js';
import { createRawFile } from './create-raw-file.js';
import { takeEmptyAway } from './take-empty-away.js';
import { requireFitting, type AppendableDatasets } from './require-fitting.js';

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
export interface AppendableFile extends AppendableDatasets {
  readonly file: Hdf5File;
  /** Number of messages that are there. */
  readonly length: number;
}

/**
 * Opens a file for appending, or creates it where there is none or an empty one. Everything is checked before the file is
 * touched.
 *
 * @param planned What is to be appended first; that the file takes it is checked too.
 * @throws Hdf5Error `FILE_LOCKED`, `NOT_SWMR_WRITABLE`, `WRONG_VERSION`, `CORRUPT_FILE`, `UNSUPPORTED`, `OBJECT_NOT_FOUND`, and
 * what `openFile` throws.
 * @throws TypeError for a version that is none.
 */
export async function openForAppending(
  path: string,
  options: AppendOptions,
  planned?: MessageBatch,
): Promise<AppendableFile> {
  const { adapter, version, ioVersion, signal } = options;
  requireVersionTexts(options);
  signal?.throwIfAborted();
  const now = Date.now() / 1000;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) {
    if (version !== undefined) requireCompatible('version', currentVersion, version, path);
    if (found !== undefined) takeEmptyAway(path);
    const created = await unlessExists(createRawFile(path, { adapter, ioVersion, created: now }));
    if (created !== undefined) return startWriting(created);
  }
  requireSwmrWritable(path);
  const file = await openFile(path, { adapter, mode: 'r+', ...(signal && { signal }) }).catch((error: unknown) => {
    throw isHdf5Error(error) ? inTermsOfRepair(error) : error;
  });
  return startWriting(file, { ...options, modified: now, planned });
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

/** Of a file that is none, opening it says best what is wrong. */
function requireSwmrWritable(path: string): void {
  const version = superblockVersion(path);
  if (version === undefined || version >= 3) return;
  throw new Hdf5Error('NOT_SWMR_WRITABLE', 'the format of this file is too old to be written while others read it', {
    file: path,
    remedy: "Copy it into a file made with libver='v110'",
  });
}

function superblockVersion(path: string): number | undefined {
  try {
    return readSuperblock(path).superblock?.version;
  } catch {
    return undefined;
  }
}

/** What is asked of a file that was there already. */
type Existing = Pick<AppendOptions, 'version' | 'ioVersion'> & {
  /** Time of this write, in seconds since 1970. */
  readonly modified: number;
  readonly planned: MessageBatch | undefined;
};

/** Nothing is changed before all is checked; a file that does not serve is closed as it was. */
async function startWriting(file: Hdf5File, existing?: Existing): Promise<AppendableFile> {
  try {
    const { messages, headers, meta } = await findParts(file);
    if (headers.kind === 'plain') throw withoutHeaders(file.path);
    if (existing !== undefined) {
      requireVersions(file.path, meta, existing);
      requireEqualLengths({ file, messages, headers }, false);
      requirePlanned({ messages, headers: headers.dataset }, existing.planned);
      await clearRemains(messages);
      await (await file.group(layout.meta)).attributes.set(layout.modified, existing.modified);
    }
    await file.startSwmrWrite();
    return { file, messages, headers: headers.dataset, length: messages.shape?.[0] ?? 0 };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function requirePlanned(datasets: AppendableDatasets, planned: MessageBatch | undefined): void {
  if (planned !== undefined) requireFitting(datasets, datasets.messages.shape?.[0] ?? 0, planned);
}

/** A file whose writer was killed may have been recovered without `repair`. */
async function clearRemains(messages: MessageDataset): Promise<void> {
  const length = messages.shape?.[0] ?? 0;
  const sequences = { address: await objectAddress(messages), filters: messages.filters, length };
  const remains = remainsBehind(messages.file.path, sequences);
  if (remains > length) await clearBehind(messages, length, remains);
}

function requireVersions(path: string, meta: StoredVersions, { version, ioVersion }: Existing): void {
  if (version !== undefined) requireCompatible('version', meta.version, version, path);
  if (ioVersion !== undefined) requireCompatible('io_version', meta.ioVersion ?? undefined, ioVersion, path);
}

function withoutHeaders(path: string): Hdf5Error {
  return new Hdf5Error('UNSUPPORTED', 'files of December 2020, without headers, can be read but not written', {
    file: path,
    object: layout.plainIoGroups,
    remedy: 'Begin a new file',
  });
}
