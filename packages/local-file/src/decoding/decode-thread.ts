import { Worker } from 'node:worker_threads';
import type { DecodableFilter } from './decoder-set.js';
import { forgetWorker, newWorkerState } from './worker-pause.js';

/** A message to the worker: chunks of one dataset to decode. */
export interface BatchMessage {
  /** Which decoders. */
  readonly set: number;
  /** A descriptor, which stays open meanwhile. */
  readonly file: number;
  /** In the order of writing. */
  readonly filters: readonly DecodableFilter[];
  readonly elementBytes: number;
  readonly chunkShape: readonly number[];
  readonly resultShape: readonly number[];
  /** Of the result's memory; where that cannot be had, the selected parts of the chunks are sent back, one after the other. */
  readonly address: bigint | undefined;
  /**
   * For each chunk: position, bytes stored and filter mask; then per axis where the selected box begins in the chunk, its
   * extents, and where it begins in the result.
   */
  readonly pieces: Float64Array;
}

/** A message that adds decoders. */
export interface SetMessage {
  readonly set: number;
  readonly module: string;
  readonly data: unknown;
}

/** Whether a batch was decoded, and its bytes where they were not put elsewhere. */
export type BatchAnswer = readonly [isRight: boolean, bytes?: Uint8Array<ArrayBuffer>];

type Answered = (answer: BatchAnswer) => void;

/** One worker of a pool, and the batches that it was given. */
export class DecodeThread {
  readonly #worker: Worker;
  readonly #ended: (thread: DecodeThread) => void;
  readonly #pending: Answered[] = [];
  readonly #sets = new Set<number>();
  /** Whether it has ever decoded something. */
  hasAnswered = false;

  /** @param ended Called once when the worker has ended, before what it was given is answered as not decoded. */
  constructor(address: URL, ended: (thread: DecodeThread) => void) {
    this.#ended = ended;
    // What the program was started with is not for a file that runs as it is.
    const state = newWorkerState();
    this.#worker = new Worker(address, { name: 'h5tail decoding', execArgv: [], workerData: state });
    this.#worker.unref();
    this.#worker.on('message', (answer: BatchAnswer) => {
      this.hasAnswered = true;
      const answered = this.#pending.shift();
      // The process may end while nothing is under way, but not before a read that somebody waits for is through.
      if (this.#pending.length === 0) this.#worker.unref();
      answered?.(answer);
    });
    // Told again when it has ended; until then it may be writing into somebody's memory.
    this.#worker.on('error', () => undefined);
    this.#worker.on('exit', () => {
      forgetWorker(state);
      this.#ended(this);
      for (const answered of this.#pending.splice(0)) answered([false]);
    });
  }

  /** How many batches it has to do. */
  get load(): number {
    return this.#pending.length;
  }

  decode(batch: BatchMessage, set: SetMessage | undefined, answered: Answered): void {
    if (set !== undefined && !this.#sets.has(set.set)) {
      this.#sets.add(set.set);
      this.#worker.postMessage(set);
    }
    if (this.#pending.length === 0) this.#worker.ref();
    this.#pending.push(answered);
    this.#worker.postMessage(batch);
  }
}
