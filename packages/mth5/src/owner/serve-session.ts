import { createServer, type Server, type Socket } from 'node:net';
import { Hdf5Error } from '@h5tail/adapter';
import type { Mth5File } from '../mth5-file.js';
import { OneAtATime } from '@h5tail/follower';
import { applyChange } from './apply-change.js';
import { lineOfSocket } from './line-of-socket.js';
import { listenAt } from './listen-at.js';
import { answerLine, faultLine, mostRequestBytes, notUnderstood, parseRequest } from './protocol.js';
import type { ChangeAnswer, SessionChange } from './session-change.js';
import { prepareFolder, socketPlace } from './socket-place.js';

/** Options of {@link serveSession}. */
export interface ServeSessionOptions {
  /** Is told of each change that was carried out for another program. It must not throw. Default: nobody. */
  readonly onChange?: (change: SessionChange, answer: ChangeAnswer) => void;
}

/** Others that want no more of a connection are not waited for longer. */
const idleMs = 10_000;
const mostConnections = 64;

/**
 * Lets other programs of this user change the structure of a file through the session that has it open; they ask with `requestChange`.
 *
 * Their changes are carried out one after the other, between what the session writes itself. It ends with the file, and keeps no
 * process alive.
 *
 * @throws Hdf5Error `READ_ONLY`, `CLOSED`; `FILE_LOCKED` where another session answers for the file already; `PERMISSION_DENIED`, … where
 * there is no place to listen at.
 */
export async function serveSession(file: Mth5File, options: ServeSessionOptions = {}): Promise<SessionOwner> {
  if (!file.isWritable()) {
    const [code, what] = file.isReadable()
      ? (['READ_ONLY', 'opened for reading'] as const)
      : (['CLOSED', 'closed'] as const);
    throw new Hdf5Error(code, `the file was ${what}, so there is no session`, { file: file.path });
  }
  const place = socketPlace(file.path);
  prepareFolder(place);
  const server = createServer();
  await listenAt(server, place, file.path);
  server.unref();
  return new SessionOwner(file, server, options);
}

/** Answers for the session of a file. */
export class SessionOwner implements AsyncDisposable {
  readonly #file: Mth5File;
  readonly #server: Server;
  readonly #options: ServeSessionOptions;
  readonly #turns = new OneAtATime();
  readonly #sockets = new Set<Socket>();
  readonly #detach: () => void;
  #closing: Promise<void> | undefined;

  /** @internal Use `serveSession`. */
  constructor(file: Mth5File, server: Server, options: ServeSessionOptions) {
    this.#file = file;
    this.#server = server;
    this.#options = options;
    server.maxConnections = mostConnections;
    server.on('connection', (socket) => void this.#serve(socket));
    this.#detach = file.beforeClose(() => this.close());
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Ends it: a change that is under way is finished and answered, others are refused. The file stays open. Again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** As {@link SessionOwner.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #end(): Promise<void> {
    this.#detach();
    // Removes the socket file as well: before the file is closed, so that it is not that of the next session.
    this.#server.close();
    await this.#turns.run(async () => undefined);
    // Not waited for: what keeps no process alive would keep this promise from being settled.
    for (const socket of this.#sockets) socket.destroySoon();
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.unref();
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    socket.setTimeout(idleMs, () => socket.destroy());
    const request = await lineOfSocket(socket, mostRequestBytes);
    if (request.kind === 'gone') {
      socket.destroy();
      return;
    }
    // Its turn may come late.
    socket.setTimeout(0);
    const answer = await this.#turns.run(() =>
      this.#answer(request.kind === 'line' ? request.text : undefined, socket),
    );
    socket.setTimeout(idleMs);
    socket.end(answer);
  }

  /** Never throws. */
  async #answer(text: string | undefined, { destroyed }: Socket): Promise<string> {
    const { path } = this.#file;
    try {
      if (text === undefined) throw notUnderstood(path, `a request has more than ${mostRequestBytes} bytes`);
      const change = parseRequest(text);
      if (this.isClosed) throw new Hdf5Error('CLOSED', 'the session ends', { file: path, remedy: 'Ask again' });
      // Who does not wait any more takes the change for one that was not made.
      if (destroyed) return '';
      const answer = await applyChange(this.#file, change);
      this.#options.onChange?.(change, answer);
      return answerLine(answer);
    } catch (error) {
      return faultLine(error, path);
    }
  }
}
