import { connect, type Socket } from 'node:net';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';
import { lineOfSocket } from './line-of-socket.js';
import { mostAnswerBytes, notUnderstood, parseAnswer, requestLine } from './protocol.js';
import type { ChangeAnswer, SessionChange } from './session-change.js';
import { requireOwnFolder, socketPlace } from './socket-place.js';

/** Options of {@link requestChange}. */
export interface RequestChangeOptions {
  /** The longest wait for an answer, in milliseconds. Default: 30000. */
  readonly timeoutMs?: number;
  /** Ends the call with the signal's reason; the change may be made nevertheless. */
  readonly signal?: AbortSignal;
}

const usualTimeoutMs = 30_000;

/**
 * Asks the session that has a file open to change it, see `serveSession`.
 *
 * @returns `undefined` where no session answers for the file; then it can be opened.
 * @throws Hdf5Error what the change failed with there; `BUSY` where the answer takes too long; `CLOSED` where the session ended before it
 * answered; `FILE_NOT_FOUND`, `PERMISSION_DENIED`, …
 */
export async function requestChange(
  path: string,
  change: SessionChange,
  options: RequestChangeOptions = {},
): Promise<ChangeAnswer | undefined> {
  const { timeoutMs = usualTimeoutMs, signal } = options;
  if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs ${timeoutMs} is not above 0`);
  signal?.throwIfAborted();
  const place = socketPlace(path);
  if (!requireOwnFolder(place)) return undefined;
  const socket = connect(place);
  const stop = (): void => void socket.destroy();
  const timer = { isOver: false };
  // Not the socket's own, which begins anew with every byte.
  const timeout =
    timeoutMs === Infinity
      ? undefined
      : setTimeout(() => {
          timer.isOver = true;
          stop();
        }, timeoutMs);
  signal?.addEventListener('abort', stop);
  try {
    const answer = await answerOf(socket, change, path);
    signal?.throwIfAborted();
    if (timer.isOver && answer === 'ended') throw tooSlow(path, timeoutMs);
    if (answer === 'ended') throw ended(path);
    return answer === 'nobody' ? undefined : parseAnswer(answer.text, path);
  } finally {
    clearTimeout(timeout);
    signal?.removeEventListener('abort', stop);
    socket.destroy();
  }
}

async function answerOf(
  socket: Socket,
  change: SessionChange,
  path: string,
): Promise<{ readonly text: string } | 'nobody' | 'ended'> {
  socket.once('connect', () => socket.write(requestLine(change)));
  const line = await lineOfSocket(socket, mostAnswerBytes);
  if (line.kind === 'line') return line;
  if (line.kind === 'too-long') throw notUnderstood(path, `an answer has more than ${mostAnswerBytes} bytes`);
  const code = line.error?.code;
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'nobody';
  // The owner ended in the middle.
  if (line.error === undefined || code === 'ECONNRESET' || code === 'EPIPE') return 'ended';
  throw systemFault(line.error, path);
}

function tooSlow(file: string, timeoutMs: number): Hdf5Error {
  return new Hdf5Error('BUSY', `the session that has the file open has not answered within ${timeoutMs / 1000} s`, {
    file,
    remedy: 'Try again: what is there by then is not added twice',
  });
}

function ended(file: string): Hdf5Error {
  return new Hdf5Error('CLOSED', 'the session that had the file open ended before it answered', {
    file,
    remedy: 'Try again: what is there by then is not added twice',
  });
}
