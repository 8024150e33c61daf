import type { H5wasmModule } from './h5wasm-functions.js';

const writeOnlyCharacterDevice = 0o020222;

/**
 * Collects what HDF5 writes to stderr, so that its error stack ends up in our error and not on the user's terminal.
 *
 * The other way, h5wasm's throwing error handler, throws a JavaScript exception through the C++ code: whatever that code
 * holds open at the moment leaks, and one leaked identifier keeps a file from ever closing.
 */
export class ErrorOutput {
  #text = '';

  constructor(module: H5wasmModule) {
    const stderr = module.FS.streams[2];
    if (stderr === null || stderr === undefined) throw new Error('the module has no stderr');
    const decoder = new TextDecoder();
    stderr.node = { mode: writeOnlyCharacterDevice };
    stderr.stream_ops = {
      write: (_stream, buffer, offset, length) => {
        this.#text += decoder.decode(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
        return length;
      },
    };
  }

  /** Returns what was written since the last call. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
