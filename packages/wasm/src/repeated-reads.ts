import type { H5wasmModule, H5wasmStream } from './h5wasm-functions.js';

/** Emscripten's number of EBADMSG, which file systems give for data with a wrong checksum. */
const badMessage = 9;

/** Each pause is twice as long as the one before: 14 attempts take some milliseconds, 24 would take a minute. */
const mostAttempts = 14;

/** One attempt may be several reads: of a length that is then corrected, or cut in two where the file ends. */
const readsPerAttempt = 4;

/** A place in a file that was read a moment ago. */
interface RecentRead {
  readonly stream: H5wasmStream;
  readonly start: number;
  count: number;
}

/**
 * Ends HDF5's patience with a block of metadata that stays wrong.
 *
 * In SWMR mode HDF5 reads a block whose checksum is wrong again, because its writer may just be writing it: up to 100
 * times, each pause twice as long as the one before. The pause is a busy wait inside WebAssembly, so a block that stays
 * wrong (of a writer that was killed, of a file that was cut) would stop this thread for minutes and then for ever, and
 * with it time-outs and signals. Here the same read that comes again and again within one call fails as a bad message;
 * the call ends, and whoever made it can wait and try again without blocking.
 */
export class RepeatedReads {
  /** The last places, oldest first; a place that is read for the first time pushes the oldest out. */
  #recent: RecentRead[] = [];

  constructor(module: H5wasmModule) {
    const read = module.FS.read.bind(module.FS);
    module.FS.read = (stream, buffer, offset, length, position) => {
      if (this.#isOneTooMany(stream, position ?? stream.position)) {
        throw new module.FS.ErrnoError(badMessage);
      }
      return read(stream, buffer, offset, length, position);
    };
  }

  /** Forgets what was read: a new call may well read the same again. */
  reset(): void {
    if (this.#recent.length > 0) this.#recent = [];
  }

  #isOneTooMany(stream: H5wasmStream, start: number): boolean {
    const known = this.#recent.find((read) => read.start === start && read.stream === stream);
    if (known !== undefined) return ++known.count > mostAttempts;
    if (this.#recent.length === readsPerAttempt) this.#recent.shift();
    this.#recent.push({ stream, start, count: 1 });
    return false;
  }
}
