// @ts-check
import { codecFunction } from './codec-functions.js';

/** @typedef {import('@h5tail/local-file/decoding').Decode} Decode */

/**
 * Filter 32015: a frame of zstd.
 *
 * @param {string} library
 * @returns {Decode}
 */
export function zstdFilter(library) {
  const decompress = codecFunction(library, 'ZSTD_decompress');
  return (input, output) => firstBytes(output, decompress(output, output.length, input, input.length));
}

/**
 * Filter 32000: bytes of LZF as they are.
 *
 * @param {string} library
 * @returns {Decode}
 */
export function lzfFilter(library) {
  const decompress = codecFunction(library, 'lzf_decompress');
  return (input, output) => firstBytes(output, decompress(input, input.length, output, output.length));
}

/** `BZ_OK`, from bzlib.h. */
const bzip2Ok = 0;

/**
 * Filter 307: a stream of bzip2.
 *
 * @param {string} library
 * @returns {Decode}
 */
export function bzip2Filter(library) {
  const decompress = codecFunction(library, 'BZ2_bzBuffToBuffDecompress');
  return (input, output) => {
    const length = Uint32Array.of(output.length);
    if (decompress(output, length, input, input.length, 0, 0) !== bzip2Ok)
      throw new Error('bzip2 cannot decode the chunk');
    return firstBytes(output, length[0] ?? 0);
  };
}

/** Zstd tells faults as numbers larger than any length; LZF as none. @param {Uint8Array} output @param {number} length */
function firstBytes(output, length) {
  if (length === 0 || length > output.length) throw new RangeError('the chunk cannot be decoded');
  return output.subarray(0, length);
}
