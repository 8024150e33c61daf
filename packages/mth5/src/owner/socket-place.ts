import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';

/** Longest path of a Unix domain socket on every system, in bytes; macOS has least room, 104 with a zero at the end. */
const mostPathBytes = 103;
const digestDigits = 32;

/**
 * Where the session of a file listens: a place that follows from the file's real path, in a folder that only this user can enter. On
 * Windows a named pipe.
 *
 * @throws Hdf5Error `FILE_NOT_FOUND`, `PERMISSION_DENIED`, …
 */
export function socketPlace(file: string): string {
  const name = digest(realPath(file));
  if (process.platform === 'win32') return `\\\\.\\pipe\\h5tail-${digest(userInfo().username)}-${name}`;
  return join(socketFolder(`${name}.sock`), `${name}.sock`);
}

/**
 * Makes the folder for the socket, where it is missing.
 *
 * @throws Hdf5Error `PERMISSION_DENIED` for a folder that another user can enter; what keeps it from being made.
 */
export function prepareFolder(socket: string): void {
  if (process.platform === 'win32') return;
  const folder = join(socket, '..');
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
  } catch (error) {
    throw systemFault(error, folder);
  }
  requireOwnFolder(socket);
}

/**
 * Whoever can put a socket into the folder can pretend to be a session.
 *
 * @returns Whether there is such a folder.
 * @throws Hdf5Error `PERMISSION_DENIED` for one that another user can enter.
 */
export function requireOwnFolder(socket: string): boolean {
  if (process.platform === 'win32') return true;
  const folder = join(socket, '..');
  try {
    const status = lstatSync(folder);
    if (status.isDirectory() && status.uid === userId() && (status.mode & 0o077) === 0) return true;
  } catch (error) {
    const fault = systemFault(error, folder);
    if (isHdf5Error(fault) && fault.code === 'FILE_NOT_FOUND') return false;
    throw fault;
  }
  throw new Hdf5Error('PERMISSION_DENIED', 'other users can enter the folder through which sessions are reached', {
    file: folder,
    remedy: 'Remove it, or make it yours with mode 0700',
  });
}

/** That of this user; in `/tmp` where the usual one leaves no room for the name. */
function socketFolder(name: string): string {
  const folder = `h5tail-${userId()}`;
  const usual = join(tmpdir(), folder);
  return Buffer.byteLength(join(usual, name)) <= mostPathBytes ? usual : join('/tmp', folder);
}

function userId(): number {
  return process.getuid?.() ?? -1;
}

function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch (error) {
    throw systemFault(error, file);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digestDigits);
}
