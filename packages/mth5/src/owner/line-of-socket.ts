import type { Socket } from 'node:net';

const lineFeed = 0x0a;

/** How a wait for a line ended: with the line, or because it is too long, or because the other side is gone. */
export type SocketLine =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'gone'; readonly error?: NodeJS.ErrnoException };

/** Reads the first line that comes; what follows it is discarded. Settles also when the socket is destroyed. */
export function lineOfSocket(socket: Socket, mostBytes: number): Promise<SocketLine> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    let failure: NodeJS.ErrnoException | undefined;
    const settle = (line: SocketLine): void => {
      socket.removeListener('data', take).removeListener('end', gone).removeListener('close', gone);
      // What comes after it goes nowhere, so that the end of the connection is seen.
      socket.resume();
      resolve(line);
    };
    const gone = (): void => settle({ kind: 'gone', ...(failure && { error: failure }) });
    const take = (piece: Buffer): void => {
      const end = piece.indexOf(lineFeed);
      length += end === -1 ? piece.length : end;
      if (length > mostBytes) return settle({ kind: 'too-long' });
      pieces.push(end === -1 ? piece : piece.subarray(0, end));
      if (end !== -1) settle({ kind: 'line', text: Buffer.concat(pieces).toString('utf8') });
    };
    socket.on('error', (error) => (failure = error));
    socket.on('data', take).on('end', gone).on('close', gone);
    if (socket.destroyed) gone();
  });
}
