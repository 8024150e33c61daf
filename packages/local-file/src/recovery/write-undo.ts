import { createHash } from 'node:crypto';
import { fstatSync, readSync, renameSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '../system-fault.js';
import { lengthOf } from './byte-ranges.js';
import { syncFolderOf } from './sync-folder.js';
import { encodeUndo, type UndoContent } from './undo-format.js';
import { undoDraftPath, undoPath } from './undo-path.js';

const pieceSize = 2 ** 20;
const permissions = 0o777;

/**
 * Writes a journal; it gets its name when all of it is on the disk.
 *
 * @param descriptor Of the file, open for reading.
 * @returns Bytes of the file that it holds.
 * @throws Hdf5Error `FILE_LOCKED` where the file changed meanwhile, and what the operating system reports; the signal's
 * reason. There is no journal then.
 */
export async function writeUndo(
  path: string,
  descriptor: number,
  content: UndoContent,
  sync: boolean,
  signal: AbortSignal | undefined,
): Promise<number> {
  const draft = undoDraftPath(path);
  let isInForce = false;
  try {
    const before = stateOf(descriptor);
    rmSync(draft, { force: true });
    const journal = await open(draft, 'wx', 0o600);
    try {
      // Whoever may look at the file may ask how it stands.
      await journal.chmod(fstatSync(descriptor).mode & permissions);
      await writeContent(journal, path, descriptor, content, signal);
      if (sync) await journal.sync();
    } finally {
      await journal.close();
    }
    if (stateOf(descriptor) !== before || fstatSync(descriptor).size !== content.fileSize) {
      throw changed(path);
    }
    signal?.throwIfAborted();
    renameSync(draft, undoPath(path));
    isInForce = true;
    if (sync) syncFolderOf(draft);
    return lengthOf(content.ranges);
  } catch (error) {
    rmSync(isInForce ? undoPath(path) : draft, { force: true });
    if (signal?.aborted === true && error === signal.reason) throw error;
    throw systemFault(error, undoPath(path));
  }
}

function changed(path: string): Hdf5Error {
  return new Hdf5Error('FILE_LOCKED', 'the file changed while it was saved, so somebody writes it', {
    file: path,
    remedy: 'Wait until its writer closes it',
  });
}

function stateOf(descriptor: number): string {
  const { size, mtimeNs } = fstatSync(descriptor, { bigint: true });
  return `${size} ${mtimeNs}`;
}

/** Many ranges are small: they are gathered to pieces. */
async function writeContent(
  journal: FileHandle,
  path: string,
  file: number,
  content: UndoContent,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { ranges } = content;
  const hash = createHash('sha256');
  const put = async (bytes: Uint8Array): Promise<void> => {
    signal?.throwIfAborted();
    hash.update(bytes);
    for (let done = 0; done < bytes.length;) done += (await journal.write(bytes, done)).bytesWritten;
  };
  await put(encodeUndo(content));
  const piece = Buffer.alloc(pieceSize);
  let filled = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const end = ranges[i + 1] as number;
    for (let at = ranges[i] as number; at < end;) {
      const length = Math.min(pieceSize - filled, end - at);
      if (readSync(file, piece, filled, length, at) < length) throw changed(path);
      at += length;
      filled += length;
      if (filled === pieceSize) await put(piece);
      filled %= pieceSize;
    }
  }
  if (filled > 0) await put(piece.subarray(0, filled));
  const digest = hash.digest();
  for (let done = 0; done < digest.length;) done += (await journal.write(digest, done)).bytesWritten;
}
