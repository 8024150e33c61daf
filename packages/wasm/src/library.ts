import { Hdf5Error, type Hdf5StackEntry } from '@h5tail/adapter';
import { atPlace, innermostMessage, parseErrorStacks, stackFault } from '@h5tail/adapter/implementation';
import { OpenFiles, type FileIdentity, type Place } from '@h5tail/local-file/objects';
import { findDescriptor } from './find-descriptor.js';
import { leaveEndOfFileOpen } from './open-end-of-file.js';
import { ErrorOutput } from './error-output.js';
import type { H5wasmModule } from './h5wasm-functions.js';
import { HeapScope } from './heap.js';
import { WasmDecoding } from './wasm-decoding.js';
import { keepWriterFlag } from './keep-writer-flag.js';
import { RepeatedReads } from './repeated-reads.js';
import { SideModules } from './side-modules.js';

/** What HDF5 said to a question: an answer, or its error stack. */
export type Asked<Answer> =
  | { readonly answer: Answer; readonly stack: undefined }
  | { readonly answer: undefined; readonly stack: readonly Hdf5StackEntry[] };

/** One instance of h5wasm with what belongs to it: its error output and the files that it holds open. */
export class Library {
  readonly module: H5wasmModule;
  readonly files: OpenFiles<bigint>;
  /** What reads compressed chunks without HDF5. */
  readonly decoding = new WasmDecoding();
  /** Of files that are open, by HDF5's identifiers of them. */
  readonly #descriptors = new Map<bigint, number>();
  readonly #errors: ErrorOutput;
  readonly #repeatedReads: RepeatedReads;
  readonly #sideModules: SideModules;
  /** The trap that ended the instance; its memory is in no known state since. */
  #trap: Error | undefined;

  constructor(module: H5wasmModule) {
    this.module = module;
    this.#errors = new ErrorOutput(module);
    leaveEndOfFileOpen(module);
    keepWriterFlag(module);
    this.#repeatedReads = new RepeatedReads(module);
    this.#sideModules = new SideModules(module);
    this.files = new OpenFiles<bigint>({
      openForReading: (path, swmr) => {
        const mode = swmr ? module.H5F_ACC_SWMR_READ : module.H5F_ACC_RDONLY;
        return this.demand({ file: path }, 'the file cannot be opened', (m) => m.open(path, mode, false, -1, -1));
      },
      close: (path, id) => {
        this.#descriptors.delete(id);
        this.decoding.closed(id);
        this.demand({ file: path }, 'the file could not be closed', (m) => m.close_file(id));
      },
    });
  }

  /**
   * Asks a question whose answer may be "no". Several functions of h5wasm return leftovers of the stack when HDF5 fails
   * inside them, so an answer counts only if HDF5 wrote no error.
   */
  ask<Answer>(question: (module: H5wasmModule) => Answer): Asked<Answer> {
    const { answer, text } = this.#call(question);
    return text === '' ? { answer: answer as Answer, stack: undefined } : { answer: undefined, stack: causeIn(text) };
  }

  /**
   * Calls HDF5 and throws its error stack as a coded error if the call failed.
   *
   * The C++ code drops many a status, among them that of a write to a full disk. So whatever HDF5 writes as an error
   * counts as failure, also where the call returns success.
   */
  demand<Answer>(place: Place, what: string, call: (module: H5wasmModule) => Answer): Answer {
    const { answer, text, thrown } = this.#call(call);
    const refused = (typeof answer === 'number' || typeof answer === 'bigint') && answer < 0;
    if (thrown !== undefined || refused || (text !== '' && !isHarmless(text))) {
      throw faultOf(place, what, causeIn(text), thrown);
    }
    return answer as Answer;
  }

  /**
   * The descriptor of Node through which HDF5 reads a file that it has open.
   *
   * @param id HDF5's identifier of it, where it is one of {@link Library.files}.
   */
  descriptorOf(identity: FileIdentity | undefined, id?: bigint): number | undefined {
    const known = id === undefined ? undefined : this.#descriptors.get(id);
    if (known !== undefined || identity === undefined) return known;
    const descriptor = findDescriptor(this.module, identity);
    if (id !== undefined && descriptor !== undefined) this.#descriptors.set(id, descriptor);
    return descriptor;
  }

  /** Runs `work` with memory that is given back afterwards, and tells its errors where they happened. */
  withHeap<Result>(place: Place, work: (heap: HeapScope) => Result): Result {
    const heap = new HeapScope(this.module);
    try {
      return atPlace(place, () => work(heap));
    } finally {
      heap.free();
    }
  }

  /** An error stack, which is the only place where h5wasm names the version of HDF5. */
  provokeErrorText(): string {
    return this.#call((module) => module.open('', module.H5F_ACC_RDONLY, false, -1, -1)).text;
  }

  /** Calls into the instance. What h5wasm throws (where an object does not exist) is returned beside HDF5's output. */
  #call<Answer>(call: (module: H5wasmModule) => Answer): { answer?: Answer; text: string; thrown?: unknown } {
    if (this.#trap !== undefined) throw trapped(this.#trap);
    this.#errors.take();
    this.#repeatedReads.reset();
    try {
      const answer = this.#sideModules.with(() => call(this.module));
      return { answer, text: this.#errors.take() };
    } catch (error) {
      if (error instanceof Hdf5Error) throw error;
      // WebAssembly.RuntimeError: out of memory, or a fault in the code of HDF5.
      if (error instanceof Error && error.name === 'RuntimeError') {
        this.#trap = error;
        throw trapped(error);
      }
      return { text: this.#errors.take(), thrown: error };
    }
  }
}

/** The coded error for an error stack. */
export function faultOf(place: Place, what: string, details: readonly Hdf5StackEntry[], cause?: unknown): Hdf5Error {
  // The words of the system for what `RepeatedReads` gives.
  const reason = innermostMessage(details).replace(/^Bad message$/, 'its metadata have a wrong checksum');
  return stackFault(what, details, { ...place, cause }, reason);
}

/** The stack that tells the cause: the first that is not harmless; what follows it came of it. */
function causeIn(text: string): readonly Hdf5StackEntry[] {
  const stacks = parseErrorStacks(text);
  return stacks.find((stack) => !isOrderRefused(stack)) ?? stacks[0] ?? [];
}

function isHarmless(text: string): boolean {
  const stacks = parseErrorStacks(text);
  return stacks.length > 0 && stacks.every(isOrderRefused);
}

/** h5wasm asks HDF5 to turn the byte order of a big-endian enumeration, which cannot be done; see `memoryDtype`. */
function isOrderRefused(stack: readonly Hdf5StackEntry[]): boolean {
  return stack.every((entry) => entry.function === 'H5Tset_order' || entry.function === 'H5T__set_order');
}

function trapped(cause: Error): Hdf5Error {
  return new Hdf5Error('BACKEND_UNAVAILABLE', `HDF5 broke down inside WebAssembly: ${cause.message}`, {
    remedy: 'Start the program again; please report what it was doing',
    cause,
  });
}
