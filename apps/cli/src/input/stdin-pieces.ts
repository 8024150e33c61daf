import type { Readable } from 'node:stream';

/**
 * The bytes of an input as they come, in pieces as large as they have come: what arrives while a piece is worked on comes
 * together, and is not read beyond what the stream keeps for it.
 *
 * @param stop Ends the pieces behind all that this process has read by then.
 * @throws The fault of the stream.
 */
export async function* stdinPieces(stdin: Readable, stop: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const state: { error?: Error; isOver: boolean; wake: () => void } = { isOver: false, wake: () => undefined };
  const wake = (): void => state.wake();
  const over = (): void => {
    state.isOver = true;
    wake();
  };
  const fail = (error: Error): void => {
    state.error = error;
    wake();
  };
  stdin.on('readable', wake).on('end', over).on('close', over).on('error', fail);
  stop.addEventListener('abort', wake);
  try {
    for (;;) {
      const isLast = stop.aborted;
      const piece = stdin.read() as Uint8Array | null;
      if (piece !== null) yield piece;
      if (isLast) return;
      if (piece !== null) continue;
      if (state.error !== undefined) throw state.error;
      if (state.isOver) return;
      await new Promise<void>((resolve) => (state.wake = resolve));
    }
  } finally {
    stop.removeEventListener('abort', wake);
    stdin.removeListener('readable', wake).removeListener('end', over).removeListener('close', over);
    // Who left early wants no more of it, and a pipe that somebody else keeps open would keep this process alive. The
    // listener for faults stays for what that may bring.
    stdin.destroy();
  }
}
