// @ts-check
import * as zlib from 'node:zlib';

/**
 * Node's own call, from 22.15 and 23.8 on.
 *
 * @typedef {(input: Uint8Array, options: { maxOutputLength: number }) => Uint8Array} Decompress
 */
const decompress = /** @type {{ zstdDecompressSync?: Decompress }} */ (/** @type {unknown} */ (zlib))
  .zstdDecompressSync;

/**
 * Decodes a frame of zstd.
 *
 * @param {Uint8Array} input
 * @param {number} most Bytes that it may give.
 * @returns {Uint8Array} Memory of its own.
 * @throws Where it makes no sense, and where this Node cannot.
 */
export function decodeZstd(input, most) {
  if (decompress === undefined) throw new Error('this version of Node has no zstd');
  return decompress(input, { maxOutputLength: most });
}
