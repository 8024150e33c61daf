import { chmodSync, closeSync, constants, createReadStream, createWriteStream, existsSync, fsyncSync } from 'node:fs';
import { linkSync, openSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '../system-fault.js';

const ownerReadsAndWrites = 0o600;
const pieceBytes = 2 ** 20;

/**
 * Copies a file and changes the copy; it gets its name when all of it is on the disk.
 *
 * @param change Changes the file of the given name, which is beside the copy to be.
 * @throws Hdf5Error `FILE_EXISTS`, `FILE_LOCKED` where the file changed meanwhile, what `change` throws, and what the
 * operating system reports; the signal's reason. There is no copy then.
 */
export async function withCopy(
  path: string,
  copy: string,
  signal: AbortSignal | undefined,
  change: (draft: string) => void,
): Promise<void> {
  requireNoFile(copy);
  const draft = `${copy}.${process.pid}.new`;
  try {
    const before = stateOf(path);
    await copyContent(path, draft, signal);
    // What may only be read can be recovered into a copy too.
    chmodSync(draft, statSync(path).mode | ownerReadsAndWrites);
    if (stateOf(path) !== before) {
      throw new Hdf5Error('FILE_LOCKED', 'the file changed while it was copied, so somebody writes it', {
        file: path,
        remedy: 'Wait until its writer closes it',
      });
    }
    change(draft);
    flush(draft);
    linkSync(draft, copy);
  } catch (error) {
    if (signal?.aborted === true) signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyThere(copy);
    throw systemFault(error, copy);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @throws Hdf5Error `FILE_EXISTS`. */
export function requireNoFile(copy: string): void {
  if (existsSync(copy)) throw alreadyThere(copy);
}

function alreadyThere(copy: string): Hdf5Error {
  return new Hdf5Error('FILE_EXISTS', 'the file is there already', { file: copy, remedy: 'Choose another name' });
}

function stateOf(path: string): string {
  const { size, mtimeNs, ino } = statSync(path, { bigint: true });
  return `${size} ${mtimeNs} ${ino}`;
}

/** At once where the file system can share what is stored, else piece by piece, so that it can be stopped. */
async function copyContent(path: string, draft: string, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  try {
    await copyFile(path, draft, constants.COPYFILE_FICLONE_FORCE);
  } catch {
    const options = signal === undefined ? {} : { signal };
    await pipeline(
      createReadStream(path, { highWaterMark: pieceBytes }),
      createWriteStream(draft, { mode: ownerReadsAndWrites }),
      options,
    );
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
