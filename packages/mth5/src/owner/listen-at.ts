import { rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';

/**
 * Lets a server listen at a place, also where a process that was killed has left its socket file there.
 *
 * @param file For errors.
 * @throws Hdf5Error `FILE_LOCKED` where another process listens there.
 */
export async function listenAt(server: Server, place: string, file: string): Promise<void> {
  const first = await listen(server, place);
  if (first === undefined) return;
  if (first.code !== 'EADDRINUSE') throw systemFault(first, place);
  if (process.platform === 'win32' || (await isHeard(place))) {
    throw new Hdf5Error('FILE_LOCKED', 'another session answers for the file', {
      file,
      remedy: 'Close that one first',
    });
  }
  rmSync(place, { force: true });
  const second = await listen(server, place);
  if (second !== undefined) throw systemFault(second, place);
}

function listen(server: Server, place: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve(error);
    server.once('error', fail);
    server.listen(place, () => {
      server.removeListener('error', fail);
      // An accept that fails is no reason to end the process.
      server.on('error', () => undefined);
      resolve(undefined);
    });
  });
}

/** Whether somebody listens there. */
export function isHeard(place: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });
}
