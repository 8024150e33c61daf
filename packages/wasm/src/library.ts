import { readFileSync } from 'node:fs';
import { Hdf5Error, type BackendVersion } from '@h5tail/adapter';
import { atPlace, classifyErrorStack, innermostMessage, parseErrorStack } from '@h5tail/adapter/implementation';
import { showCurrentEndOfFile } from './current-end-of-file.js';
import { ErrorOutput } from './error-output.js';
import type { H5wasmModule } from './h5wasm-functions.js';
import { HeapScope } from './heap.js';
import { OpenFiles } from './open-files.js';

/** Where a call happens, for its error. */
export interface Place {
  readonly file: string;
  readonly object?: string;
}

/** One instance of h5wasm with what belongs to it: its error output and the files that it holds open. */
export class Library {
  readonly module: H5wasmModule;
  readonly files: OpenFiles;
  readonly #errors: ErrorOutput;

  constructor(module: H5wasmModule) {
    this.module = module;
    this.#errors = new ErrorOutput(module);
    showCurrentEndOfFile(module);
    this.files = new OpenFiles(this);
  }

  /**
   * Asks a question whose answer may be "no". Several functions of h5wasm return leftovers of the stack when HDF5 fails
   * inside them, so an answer counts only if HDF5 wrote no error.
   *
   * @returns `undefined` where HDF5 reported an error.
   */
  ask<Answer>(question: (module: H5wasmModule) => Answer): Answer | undefined {
    this.#errors.take();
    const answer = question(this.module);
    return this.#errors.take() === '' ? answer : undefined;
  }

  /**
   * Calls HDF5 and throws its error stack as a coded error if the call failed.
   *
   * The C++ code drops many a status, among them that of a write to a full disk. So whatever HDF5 writes as an error
   * counts as failure, also where the call returns success.
   */
  demand<Answer>(place: Place, what: string, call: (module: H5wasmModule) => Answer): Answer {
    this.#errors.take();
    let answer: Answer;
    try {
      answer = call(this.module);
    } catch (error) {
      // Our own code inside the call, or h5wasm, which throws where an object does not exist.
      if (error instanceof Hdf5Error) throw error;
      throw faultFromText(place, what, this.#errors.take(), error);
    }
    const text = this.#errors.take();
    const refused = (typeof answer === 'number' || typeof answer === 'bigint') && answer < 0;
    if (refused || (text !== '' && !isHarmless(text))) throw faultFromText(place, what, text);
    return answer;
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
    this.module.open('', this.module.H5F_ACC_RDONLY, false, -1, -1);
    return this.#errors.take();
  }
}

/** h5wasm asks HDF5 to turn the byte order of a big-endian enumeration, which cannot be done; see `memoryDtype`. */
function isHarmless(text: string): boolean {
  return parseErrorStack(text).every(
    (entry) => entry.function === 'H5Tset_order' || entry.function === 'H5T__set_order',
  );
}

function faultFromText(place: Place, what: string, text: string, cause?: unknown): Hdf5Error {
  const details = parseErrorStack(text);
  const { code, remedy } = classifyErrorStack(details);
  return new Hdf5Error(code, `${what}: ${innermostMessage(details)}`, { ...place, remedy, details, cause });
}

const attached = Symbol.for('h5tail.wasm.library');
let loading: Promise<Library> | undefined;

/**
 * The library of this thread, loaded at the first call.
 *
 * h5wasm is one instance per thread, and HDF5 shares what two opens of a file have in common within an instance. So its
 * open files must be counted in one place, also where two copies of this package are installed.
 *
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
 */
export function loadLibrary(): Promise<Library> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw new Hdf5Error('BACKEND_UNAVAILABLE', 'h5wasm could not be loaded', {
      remedy: 'Install h5wasm 0.10 beside @h5tail/wasm',
      cause: error,
    });
  });
  return loading;
}

async function load(): Promise<Library> {
  const h5wasm = await import('h5wasm/node');
  const module = (await h5wasm.ready) as unknown as H5wasmModule & { [attached]?: Library };
  module[attached] ??= new Library(module);
  return module[attached];
}

/** Versions of HDF5 and of what carries it. */
export function libraryVersion(library: Library): BackendVersion {
  const hdf5 = /HDF5 \((\d+\.\d+\.\d+)\)/.exec(library.provokeErrorText())?.[1] ?? 'unknown';
  return { hdf5, implementation: `h5wasm ${h5wasmVersion()}`.trim() };
}

/** From its manifest, which h5wasm does not export; empty where the module was bundled and has none. */
function h5wasmVersion(): string {
  try {
    const manifest = readFileSync(new URL('../../package.json', import.meta.resolve('h5wasm/node')), 'utf8');
    return (JSON.parse(manifest) as { version?: string }).version ?? '';
  } catch {
    return '';
  }
}
