import { Hdf5Error, openFile, type Hdf5Adapter } from '@h5tail/adapter';
import {
  recoverFile,
  remainsBehind,
  tornCollections,
  writeChanges,
  type Recovery,
  type StoredChange,
} from '@h5tail/local-file/recovery';
import { commonLength, findParts, openForReading, type RawFile } from '../format/raw-file.js';
import { clearBehind, objectAddress } from '../format/message-remains.js';
import { firstUnreadable, isUnreadable } from './first-unreadable.js';

/** Options of {@link repair}. */
export interface RepairOptions {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
  /**
   * Finds out what would be done, and changes nothing; whether all messages can be read is not checked then. Default: false.
   */
  readonly dryRun?: boolean;
  /** The caller knows that the writer is gone, where that cannot be found out. Default: false. */
  readonly writerIsGone?: boolean;
  /** Told how many messages were checked, for a display. Default: nobody. */
  readonly onProgress?: (checked: number, total: number) => void;
  /** Ends the call with the signal's reason. What was done until then is not undone. */
  readonly signal?: AbortSignal;
}

/** What was done to a file, or would be. */
export interface RepairReport {
  /** What became of the writer's flags and the end of the file; its `changes` undo that. */
  readonly recovery: Recovery;
  /** Messages of the file from now on. `undefined` where a dry run cannot look into the file. */
  readonly length: number | undefined;
  /** Messages that were cut off, because they had no header or cannot be read. */
  readonly trimmedMessages: number;
  /** Headers that were cut off, because they had no message or one that cannot be read. */
  readonly trimmedHeaders: number;
  /** Places of the heap that the writer had half written, the rest of which is free space now; undone as `recovery.changes` are. */
  readonly mendedCollections: readonly StoredChange[];
  /** Whether anything was changed, or would be. */
  readonly isChanged: boolean;
}

/** A call of a writer is no larger; more messages are not given up because one of them cannot be read. */
const mostGivenUp = 2 ** 17;

/**
 * Mends a raw file whose writer was killed: clears the writer's flags, cuts both datasets to what they have in common, and
 * checks that every message left can be read. Every message that `RawFileWriter` reported durable is then there, in order and
 * with its header. Behind them, messages of a flush that was broken off are cut where the first cannot be read.
 *
 * Changes nothing in a file that is whole.
 *
 * @throws Hdf5Error `FILE_LOCKED` while a program writes the file; `CORRUPT_FILE` for damage that no killed writer explains:
 * messages are not cut then. What `recoverFile` of `@h5tail/local-file` and `fromRawFile` throw.
 *
 * @example
 * ```ts
 * const { length, trimmedMessages } = await repair('raw.h5', { adapter: wasmAdapter() });
 * ```
 */
export async function repair(path: string, options: RepairOptions): Promise<RepairReport> {
  const { dryRun = false, writerIsGone = false, signal } = options;
  const planned = await recoverFile(path, { dryRun: true, writerIsGone, ...(signal && { signal }) });
  // What cannot be opened before its flags are cleared is looked at after that.
  const canLook = planned.formerWriter !== 'writing';
  const before = canLook ? await examine(path, planned, options) : undefined;
  if (dryRun) return report(planned, before, before?.common);

  // Whether its writer is gone was found out just now.
  const recovery = await recoverFile(path, { writerIsGone: true, watchMs: 0, ...(signal && { signal }) });
  const found = before ?? (await examine(path, recovery, options));
  if (found.torn.length > 0) writeChanges(path, found.torn, recovery.fileSize);
  const length = await wholeLength(path, found, recovery, options).catch((error: unknown) => {
    if (found.torn.length > 0) writeChanges(path, found.torn.map(undone), recovery.fileSize);
    throw error;
  });
  await cut(path, options.adapter, found, length);
  return report(recovery, found, length);
}

/** What writes back what was there. */
function undone(change: StoredChange): StoredChange {
  return { ...change, before: change.after, after: change.before };
}

/** What is in a file. */
interface Findings {
  readonly messages: number;
  readonly headers: number;
  readonly common: number;
  /** Up to where the writer left something behind the extent of the messages. */
  readonly remains: number;
  readonly torn: ReturnType<typeof tornCollections>;
}

async function examine(path: string, recovery: Recovery, { adapter, signal }: RepairOptions): Promise<Findings> {
  const raw = await openForReading(path, adapter, signal);
  try {
    const { file, messages, headers } = raw;
    const common = commonLength(raw);
    const address = await objectAddress(messages);
    const counts = { messages: messages.shape?.[0] ?? 0, headers: headers.dataset.shape?.[0] ?? 0 };
    const { filters } = messages;
    const remains = remainsBehind(file.path, { address, filters, length: counts.messages });
    // What no killed writer explains is left as it is.
    const torn = wasKilled(recovery) ? tornCollections(file.path, { address, filters, length: common }) : [];
    return { ...counts, common, remains, torn };
  } finally {
    await raw.file.close();
  }
}

/** How many messages there are from the first on that can be read. */
async function wholeLength(
  path: string,
  { common }: Findings,
  recovery: Recovery,
  options: RepairOptions,
): Promise<number> {
  const raw = await openForReading(path, options.adapter, options.signal);
  try {
    const unreadable = await firstUnreadable(raw, common, options);
    if (unreadable === undefined) return common;
    // A flush that was broken off leaves nothing readable at its end.
    const isTail = common - unreadable.index <= mostGivenUp && (await isUnreadable(raw, common - 1, options));
    if (wasKilled(recovery) && isTail) return unreadable.index;
    throw notOfAWriter(raw, unreadable.index, common, unreadable.error);
  } finally {
    await raw.file.close();
  }
}

function wasKilled({ formerWriter }: Recovery): boolean {
  return formerWriter === 'writing' || formerWriter === 'swmr-writing';
}

function notOfAWriter({ file, messages }: RawFile, index: number, length: number, cause: Hdf5Error): Hdf5Error {
  return new Hdf5Error(
    'CORRUPT_FILE',
    `message ${index} of ${length} cannot be read, which no killed writer explains`,
    {
      file: file.path,
      object: messages.path,
      remedy: 'Read what is before and behind it into a new file, or take the file from its source again',
      index,
      cause,
    },
  );
}

async function cut(path: string, adapter: Hdf5Adapter, found: Findings, length: number): Promise<void> {
  if (found.remains <= length && found.headers <= length) return;
  const file = await openFile(path, { adapter, mode: 'r+' });
  try {
    const { messages, headers } = await findParts(file);
    const [inMessages, inHeaders] = [messages.shape?.[0], headers.dataset.shape?.[0]];
    if (inMessages !== found.messages || inHeaders !== found.headers) throw changedMeanwhile(path);
    await clearBehind(messages, length, found.remains);
    if (found.headers > length) await headers.dataset.resize([length]);
    await file.flush();
  } finally {
    await file.close();
  }
}

function changedMeanwhile(path: string): Hdf5Error {
  return new Hdf5Error('FILE_LOCKED', 'the file changed while it was looked at, so somebody writes it', {
    file: path,
    remedy: 'Wait until its writer closes it',
  });
}

function report(recovery: Recovery, found: Findings | undefined, length: number | undefined): RepairReport {
  const trimmedMessages = found === undefined || length === undefined ? 0 : found.messages - length;
  const trimmedHeaders = found === undefined || length === undefined ? 0 : found.headers - length;
  const mendedCollections = found?.torn ?? [];
  const isCut = trimmedMessages + trimmedHeaders > 0 || (found !== undefined && found.remains > found.messages);
  const isChanged = recovery.outcome !== 'needless' || isCut || mendedCollections.length > 0;
  return { recovery, length, trimmedMessages, trimmedHeaders, mendedCollections, isChanged };
}
