// @ts-check
import { codecFunction } from './codec-functions.js';
import { decodeBlocks, decodedLength, viewOf } from './block-reader.js';

/** @typedef {import('@h5tail/local-file/decoding').Decode} Decode */

/** Elements are shuffled in groups of so many; what is left over at the end is not. */
const group = 8;

const codings = { none: 0, lz4: 2, zstd: 3 };

/** Memory that is used again and again, unless it is large. */
let kept = Buffer.alloc(0);
const mostKept = 2 ** 24;

/** @param {number} length */
function memory(length) {
  if (length > mostKept) return Buffer.allocUnsafeSlow(length);
  if (kept.length < length) kept = Buffer.allocUnsafeSlow(length);
  return kept.subarray(0, length);
}

/**
 * Filter 32008. Its options are: version (two numbers), bytes of an element, elements of a block or 0, coding.
 *
 * Where blocks are compressed, the length of all bytes (8 bytes) and of a block (4 bytes) come first, the highest byte
 * first; then each block with its length before it; then elements that fill no group of eight, as they are.
 *
 * Source: README and `bshuf_h5filter.h` of bitshuffle, https://github.com/kiyo-masui/bitshuffle
 *
 * @param {string} library
 * @param {readonly number[]} options
 * @returns {Decode}
 */
export function bitshuffleFilter(library, options) {
  const [, , elementBytes = 0, blockElements = 0, coding = codings.none] = options;
  const unshuffle = codecFunction(library, 'bshuf_bitunshuffle');
  if (elementBytes === 0) throw new RangeError('elements of no size');
  if (coding === codings.none) return (input, output) => joinBits(input, output, blockElements);
  const decodeBlock = blockDecoder(library, coding);

  const headerBytes = 12;
  return (input, output) => {
    const view = viewOf(input);
    const decoded = output.subarray(0, decodedLength(view, output.length));
    const blockBytes = view.getUint32(8);
    const groupBytes = group * elementBytes;
    if (blockBytes === 0 || blockBytes % groupBytes !== 0) throw new RangeError('odd blocks');
    const left = decoded.length % groupBytes;
    const shuffled = memory(decoded.length);
    const blocks = shuffled.subarray(0, decoded.length - left);
    const end = decodeBlocks(input, headerBytes, decodeBlock, blocks, blockBytes);
    if (input.length - end < left) throw new RangeError('the chunk ends too early');
    shuffled.set(input.subarray(end, end + left), blocks.length);
    return joinBits(shuffled, decoded, blockBytes / elementBytes);
  };

  /** @param {Uint8Array} input @param {Uint8Array} output @param {number} elementsOfBlock */
  function joinBits(input, output, elementsOfBlock) {
    const { length } = input;
    if (length > output.length || length % elementBytes !== 0) throw new RangeError('odd elements');
    if (unshuffle(input, output, length / elementBytes, elementBytes, elementsOfBlock) < 0)
      throw new Error('odd blocks');
    return output.subarray(0, length);
  }
}

/**
 * @param {string} library
 * @param {number} coding
 * @returns {(block: Uint8Array, output: Uint8Array) => number}
 */
function blockDecoder(library, coding) {
  if (coding === codings.lz4) {
    const decompress = codecFunction(library, 'LZ4_decompress_safe');
    return (block, output) => decompress(block, output, block.length, output.length);
  }
  if (coding !== codings.zstd) throw new RangeError(`no such coding: ${coding}`);
  const decompress = codecFunction(library, 'ZSTD_decompress');
  return (block, output) => decompress(output, output.length, block, block.length);
}
