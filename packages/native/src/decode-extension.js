// @ts-check
/**
 * What the threads that decode chunks get from this package: results straight into the memory of the thread that asked,
 * and decoders that are called through koffi.
 *
 * Plain JavaScript, because a worker imports it as it is.
 */
import * as koffi from 'koffi';
import { systemInflate } from './codecs/system-zlib.js';

/** @typedef {import('../../local-file/src/decoding/decoders.js').MakeDecoder} MakeDecoder */

/** @returns {import('../../local-file/src/decoding/decode-batch.js').DecoderSet} */
export function decoderSet() {
  /** @type {Map<number, MakeDecoder>} */
  const decoders = new Map();
  const inflate = systemInflate();
  if (inflate !== undefined) decoders.set(1, () => inflate);
  return { decoders, memoryAt };
}

/** A loop that reads into the same array again and again gets the same view. */
let last = { address: 0n, bytes: new Uint8Array() };

/**
 * @param {bigint} address
 * @param {number} length
 */
function memoryAt(address, length) {
  if (last.address !== address || last.bytes.length !== length) {
    last = { address, bytes: new Uint8Array(koffi.view(address, length)) };
  }
  return last.bytes;
}
