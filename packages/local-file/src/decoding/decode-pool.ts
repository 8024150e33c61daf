import { availableParallelism } from 'node:os';
import { decodeWorkerAddress } from '../decode-worker-address.js';
import { DecodeThread, type BatchAnswer, type BatchMessage, type SetMessage } from './decode-thread.js';

/** A batch, and who is told of its end. */
interface Task {
  readonly batch: BatchMessage;
  readonly set: SetMessage | undefined;
  readonly isWanted: () => boolean;
  readonly answered: (answer: BatchAnswer) => void;
}

/** How a pool is made. */
export interface DecodePoolOptions {
  /** At most so many. Default: as many as the process has cores, and 8 at most. */
  readonly threads?: number;
  /** What the threads start from, for tests. */
  readonly worker?: URL;
}

const mostThreads = 8;
/** So many batches are with a thread, so that it does not wait for the next one. */
const mostPerThread = 2;
/** So many threads in a row may fail to do anything before no more are started. */
const mostFailures = 3;
/** Bytes of results under way before further reads wait. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Threads that read and decode chunks. They start when they are needed, each when all others are busy; those that have
 * nothing to do keep no process from ending.
 *
 * Nothing is ever decoded wrongly because a thread ended: what it had to do is told as not decoded, and the next one takes
 * its place.
 */
export class DecodePool {
  readonly #most: number;
  readonly #worker: URL;
  readonly #threads: DecodeThread[] = [];
  readonly #waiting: Task[] = [];
  #failures = 0;
  #bytes = 0;
  #room: PromiseWithResolver | undefined;

  /** @throws RangeError */
  constructor({
    threads = Math.min(availableParallelism(), mostThreads),
    worker = decodeWorkerAddress,
  }: DecodePoolOptions = {}) {
    if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`a pool of ${threads} threads`);
    this.#most = threads;
    this.#worker = worker;
  }

  /** At most so many decode at the same time. */
  get threads(): number {
    return this.#most;
  }

  /** Threads that have nothing to do, or were not started yet. */
  get idle(): number {
    return this.#most - this.#threads.filter(({ load }) => load > 0).length;
  }

  /** Whether threads can be had at all. */
  get isUsable(): boolean {
    return this.#failures < mostFailures;
  }

  /** Settles when there is room for another read; `undefined` where there is. */
  get room(): Promise<void> | undefined {
    if (this.#bytes < mostBytes) return undefined;
    this.#room ??= promiseWithResolver();
    return this.#room.promise;
  }

  /**
   * Decodes batches; those that have not begun when one failed are left out.
   *
   * @param bytes How many all of them give.
   * @param take Called for each that was decoded, in any order; tells whether it could be used.
   * @returns Whether all of them could be decoded.
   */
  async decode(
    batches: readonly BatchMessage[],
    set: SetMessage | undefined,
    bytes: number,
    take: (index: number, bytes: Uint8Array<ArrayBuffer> | undefined) => boolean,
  ): Promise<boolean> {
    this.#bytes += bytes;
    try {
      let isRight = true;
      const decoded = batches.map(
        (batch, index) =>
          new Promise<void>((resolve) => {
            const answered = ([isDecoded, part]: BatchAnswer): void => {
              isRight &&= isDecoded && take(index, part);
              resolve();
            };
            this.#waiting.push({ batch, set, isWanted: () => isRight, answered });
          }),
      );
      this.#hand();
      // All of them, whatever becomes of one: a thread may still be writing into the memory of the result.
      await Promise.all(decoded);
      return isRight;
    } finally {
      this.#bytes -= bytes;
      if (this.#bytes < mostBytes) {
        this.#room?.resolve();
        this.#room = undefined;
      }
    }
  }

  #hand(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#freeThread();
      if (thread === undefined) {
        if (this.#threads.length === 0) for (const task of this.#waiting.splice(0)) task.answered([false]);
        return;
      }
      const { batch, set, isWanted, answered } = this.#waiting.shift() as Task;
      if (!isWanted()) {
        answered([false]);
        continue;
      }
      thread.decode(batch, set, (answer) => {
        this.#hand();
        answered(answer);
      });
    }
  }

  /** An idle thread; else a new one; else the one with the least to do, unless it has enough. */
  #freeThread(): DecodeThread | undefined {
    let best: DecodeThread | undefined;
    for (const thread of this.#threads) if (best === undefined || thread.load < best.load) best = thread;
    if (best?.load === 0) return best;
    if (this.#threads.length < this.#most && this.isUsable) return this.#start() ?? best;
    return best !== undefined && best.load < mostPerThread ? best : undefined;
  }

  #start(): DecodeThread | undefined {
    try {
      const thread = new DecodeThread(this.#worker, (ended) => {
        this.#threads.splice(this.#threads.indexOf(ended), 1);
        this.#failures = ended.hasAnswered ? 0 : this.#failures + 1;
        this.#hand();
      });
      this.#threads.push(thread);
      return thread;
    } catch {
      this.#failures = mostFailures;
      return undefined;
    }
  }
}

interface PromiseWithResolver {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function promiseWithResolver(): PromiseWithResolver {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
