// @ts-check
import { codecFunction } from './codec-functions.js';
import { decodeBlocks, decodedLength, viewOf } from './block-reader.js';

/** @typedef {import('@h5tail/local-file/decoding').Decode} Decode */

/**
 * Filter 32004: the length of all bytes (8 bytes) and of a block (4 bytes), the highest byte first, then blocks of LZ4,
 * each with its length before it; a block that LZ4 makes no smaller stands there as it is.
 *
 * Source: "HDF5 LZ4 filter format", https://support.hdfgroup.org/services/filters/HDF5_LZ4.pdf
 *
 * @param {string} library
 * @returns {Decode}
 */
export function lz4Filter(library) {
  const decompress = codecFunction(library, 'LZ4_decompress_safe');
  const headerBytes = 12;
  return (input, output) => {
    const view = viewOf(input);
    const decoded = output.subarray(0, decodedLength(view, output.length));
    const blockBytes = Math.min(view.getUint32(8), decoded.length);
    if (blockBytes === 0 && decoded.length > 0) throw new RangeError('empty blocks');
    decodeBlocks(input, headerBytes, decodeBlock, decoded, blockBytes);
    return decoded;
  };

  /** @param {Uint8Array} block @param {Uint8Array} output */
  function decodeBlock(block, output) {
    if (block.length !== output.length) return decompress(block, output, block.length, output.length);
    output.set(block);
    return block.length;
  }
}
