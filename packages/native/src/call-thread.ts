import { Worker } from 'node:worker_threads';
import { Hdf5Error } from '@h5tail/adapter';
import { forgetWorker, newWorkerState } from '@h5tail/local-file/decoding';
import type { Place } from '@h5tail/local-file/objects';
import { declarations } from './c/declarations.js';
import type { Hdf5Library } from './c/hdf5-library.js';
import type { ErrorStackId, Identifier } from './c/identifiers.js';
import { koffiPrototype } from './c/types.js';

const functions = ['H5Dread', 'H5Dwrite', 'H5Eset_auto2', 'H5Eget_current_stack'] as const;

/** What can be called on the other thread. */
type LongCall = 'H5Dread' | 'H5Dwrite';

/** Status of a call, and where it failed a copy of its error stack. */
type Answer = readonly [status: number] | readonly [status: number, stack: bigint];

/** A call that is under way; it keeps the memory that the call reads or writes. */
interface PendingCall {
  readonly place: Place;
  readonly keep: unknown;
  readonly answered: (answer: Answer) => void;
  readonly failed: (reason: Error) => void;
}

/**
 * Calls into HDF5 that run on another thread, one at a time.
 *
 * The thread is one of ours and not one of the pool that Node lends: HDF5 keeps an error stack for each thread, and
 * prints it unless that very thread has said not to. On a thread of the pool there is no way to say so before a call, nor
 * to read the stack after it.
 */
export class CallThread {
  readonly #library: Hdf5Library;
  #worker: Worker | undefined;
  #pending: PendingCall | undefined;

  constructor(library: Hdf5Library) {
    this.#library = library;
  }

  /**
   * Calls a function and throws its error stack as a coded error if it failed.
   *
   * @param parameters All but the last, which is the memory to read into or write from.
   * @param memory Not copied; kept until the call has ended.
   * @throws Hdf5Error what HDF5 reports; `BACKEND_UNAVAILABLE` where the thread cannot be started or was ended.
   */
  async demand(
    place: Place,
    what: string,
    name: LongCall,
    parameters: readonly Identifier[],
    memory: Uint8Array,
  ): Promise<void> {
    const address = this.#library.loaded.koffi.address(memory);
    const [status, stack] = await this.#call(place, name, [...parameters, address], memory);
    if (status >= 0) return;
    const id = stack as ErrorStackId;
    try {
      throw this.#library.fault(place, what, id);
    } finally {
      this.#library.c.H5Eclose_stack(id);
    }
  }

  #call(place: Place, name: LongCall, parameters: readonly bigint[], keep: unknown): Promise<Answer> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#pending = { place, keep, answered: resolve, failed: reject };
      // The process may end while nothing is under way, but not before a call that somebody waits for is through.
      worker.ref();
      worker.postMessage([name, parameters]);
    });
  }

  #start(): Worker {
    const prototypes = Object.fromEntries(functions.map((name) => [name, koffiPrototype(declarations[name])]));
    const state = newWorkerState();
    const worker = new Worker(new URL('./call-thread-worker.js', import.meta.url), {
      workerData: { library: this.#library.loaded.name, prototypes, state },
      name: 'h5tail HDF5 calls',
      // What the program was started with is not for a file that runs as it is.
      execArgv: [],
    });
    worker.unref();
    worker.on('message', (answer: Answer) => {
      worker.unref();
      this.#settle((pending) => {
        pending.answered(answer);
      });
    });
    worker.on('error', (cause) => {
      this.#end(worker, cause);
    });
    worker.on('exit', () => {
      forgetWorker(state);
      this.#end(worker, undefined);
    });
    return worker;
  }

  #end(worker: Worker, cause: unknown): void {
    // A thread that failed is told of twice, and another may be at work by then.
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const message = 'the thread that reads and writes for this one has ended';
    this.#settle((pending) => {
      const remedy = 'Try again; if that does not help, see that call-thread-worker.js is where the package has it';
      pending.failed(new Hdf5Error('BACKEND_UNAVAILABLE', message, { ...pending.place, remedy, cause }));
    });
  }

  #settle(how: (pending: PendingCall) => void): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) how(pending);
  }
}
