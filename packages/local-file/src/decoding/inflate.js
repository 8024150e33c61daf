// @ts-check
import * as zlib from 'node:zlib';

/** @typedef {import('./thread-decoders.js').Decode} Decode */

/**
 * What stands behind a stream of Node's zlib. One of them decodes chunk after chunk into memory that is there already,
 * where `inflateSync` makes a stream and memory for each, which takes as long as a small chunk itself.
 *
 * @typedef {object} Handle
 * @property {() => void} reset
 * @property {(flush: number, input: Uint8Array, at: number, length: number, output: Uint8Array, to: number, room: number) => void} writeSync
 */

/** It is not documented, so that only versions of Node count that are known to have it as it is described here. */
const knownVersions = { from: 20, to: 24 };

/** @type {Decode} */
function inflateByCall(input, output) {
  return zlib.inflateSync(input, { chunkSize: Math.max(64, output.length), maxOutputLength: output.length });
}

/** @returns {Decode | undefined} */
function inflateByHandle() {
  const version = Number(process.versions.node.split('.')[0]);
  if (version < knownVersions.from || version > knownVersions.to) return undefined;
  const stream = /** @type {{ _handle?: Handle, _writeState?: Uint32Array }} */ (
    /** @type {unknown} */ (zlib.createInflate())
  );
  const { _handle: handle, _writeState: left } = stream;
  if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function') return undefined;
  if (!(left instanceof Uint32Array) || left.length !== 2) return undefined;
  /** @type {string | undefined} */
  let fault;
  // Called by it, in place of what would close the stream.
  const onerror = (/** @type {string} */ message) => {
    fault = message;
  };
  Object.assign(handle, { onerror });
  const finish = zlib.constants.Z_FINISH;
  const spare = new Uint8Array(1);
  return (input, output) => {
    fault = undefined;
    handle.reset();
    handle.writeSync(finish, input, 0, input.length, output, 0, output.length);
    // Nothing may be left over, of what there was to decode, ...
    const [room = 0, unread = 0] = left;
    if (fault === undefined && unread > 0) fault = 'more bytes than expected';
    // ... and of what there was to come: where the output is full, only another call tells.
    if (fault === undefined && room === 0) handle.writeSync(finish, spare, 0, 0, spare, 0, 1);
    if (fault !== undefined) throw new RangeError(fault);
    return output.subarray(0, output.length - room);
  };
}

/** @param {Decode | undefined} decode */
function isRight(decode) {
  if (decode === undefined) return false;
  try {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 7);
    const stored = zlib.deflateSync(bytes);
    const output = new Uint8Array(bytes.length);
    if (Buffer.compare(decode(stored, output), bytes) !== 0) return false;
    try {
      decode(stored.subarray(0, stored.length - 1), output);
      return false;
    } catch {
      return Buffer.compare(decode(stored, output), bytes) === 0;
    }
  } catch {
    return false;
  }
}

const byHandle = inflateByHandle();

/**
 * Deflate, as a stream of zlib.
 *
 * @type {Decode}
 */
export const inflate = byHandle !== undefined && isRight(byHandle) ? byHandle : inflateByCall;
