// @ts-check
import { bitGroup, joinBits } from './join-bits.js';
import { decodeLz4Block } from './lz4-block.js';
import { decodeZstd } from './zstd.js';

/** @typedef {import('./thread-decoders.js').Decode} Decode */
/** @typedef {import('./thread-decoders.js').MakeDecoder} MakeDecoder */

/**
 * Decodes the bytes `from` to `end` of the input into all of the output.
 *
 * @typedef {(input: Uint8Array, from: number, end: number, output: Uint8Array) => void} DecodeBlock
 */

/** The length of all bytes, and of a block. */
const headerBytes = 12;

/** How bitshuffle says that blocks are compressed. */
const bitshuffleCodings = { none: 0, lz4: 2, zstd: 3 };

/** Bytes of a block where the filter is not told otherwise, and the least elements of one: `bshuf_default_block_size`. */
const usualBlockBytes = 8192;
const leastBlockElements = 128;

/**
 * Filter 32004: the length of all bytes (8 bytes) and of a block (4 bytes), the highest byte first, then blocks of LZ4,
 * each with its length before it; a block that LZ4 makes no smaller stands there as it is.
 *
 * Source: "HDF5 LZ4 filter format", https://support.hdfgroup.org/services/filters/HDF5_LZ4.pdf
 *
 * @type {Decode}
 */
export function decodeLz4(input, output) {
  const view = viewOf(input);
  const decoded = output.subarray(0, decodedLength(view, output.length));
  const blockBytes = Math.min(view.getUint32(8), decoded.length);
  if (blockBytes === 0 && decoded.length > 0) throw new RangeError('empty blocks');
  for (let at = headerBytes, to = 0; to < decoded.length; to += blockBytes) {
    const block = decoded.subarray(to, to + blockBytes);
    const [from, end] = blockAt(input, view, at);
    if (end - from === block.length) block.set(input.subarray(from, end));
    else decodeLz4Block(input, from, end, block, 0, block.length);
    at = end;
  }
  return decoded;
}

/**
 * Filter 32008. Its options are: version (two numbers), bytes of an element, elements of a block or 0, coding.
 *
 * Where blocks are compressed, the length of all bytes (8 bytes) and of a block (4 bytes) come first, the highest byte
 * first; then each block with its length before it; then elements that fill no group of eight, as they are.
 *
 * Source: README and `bshuf_h5filter.h` of bitshuffle, https://github.com/kiyo-masui/bitshuffle
 *
 * @type {MakeDecoder}
 */
export function bitshuffle({ options }) {
  const [, , elementBytes = 0, blockElements = 0, coding = bitshuffleCodings.none] = options;
  if (elementBytes === 0) throw new RangeError('elements of no size');
  const groupBytes = bitGroup * elementBytes;
  if (coding === bitshuffleCodings.none) {
    const usual = Math.floor(usualBlockBytes / groupBytes) * bitGroup;
    const blockBytes = (blockElements || Math.max(usual, leastBlockElements)) * elementBytes;
    if (blockBytes % groupBytes !== 0) throw new RangeError('odd blocks');
    return (input, output) => {
      if (input.length > output.length || input.length % elementBytes !== 0) throw new RangeError('odd elements');
      const decoded = output.subarray(0, input.length);
      const end = eachBlock(decoded, groupBytes, blockBytes, (block, at) => {
        joinBits(input, at, block, 0, block.length / elementBytes, elementBytes);
      });
      decoded.set(input.subarray(end), end);
      return decoded;
    };
  }
  const decodeBlock = blockDecoder(coding);
  return (input, output) => {
    const view = viewOf(input);
    const decoded = output.subarray(0, decodedLength(view, output.length));
    const blockBytes = view.getUint32(8);
    if (blockBytes === 0 || blockBytes % groupBytes !== 0 || decoded.length % elementBytes !== 0) {
      throw new RangeError('odd blocks');
    }
    let at = headerBytes;
    const end = eachBlock(decoded, groupBytes, blockBytes, (block) => {
      const bits = blockMemory(block.length);
      const [from, next] = blockAt(input, view, at);
      decodeBlock(input, from, next, bits);
      joinBits(bits, 0, block, 0, block.length / elementBytes, elementBytes);
      at = next;
    });
    const left = decoded.length - end;
    if (input.length - at < left) throw new RangeError('the chunk ends too early');
    decoded.set(input.subarray(at, at + left), end);
    return decoded;
  };
}

/** @param {number} coding @returns {DecodeBlock} */
function blockDecoder(coding) {
  if (coding === bitshuffleCodings.lz4) {
    return (input, from, end, output) => decodeLz4Block(input, from, end, output, 0, output.length);
  }
  if (coding !== bitshuffleCodings.zstd) throw new RangeError(`no such coding: ${coding}`);
  return (input, from, end, output) => {
    const decoded = decodeZstd(input.subarray(from, end), output.length);
    if (decoded.length !== output.length) throw new RangeError('a block has another size');
    output.set(decoded);
  };
}

/**
 * Goes through the blocks of whole groups; the last one may be smaller.
 *
 * @param {Uint8Array} decoded
 * @param {number} groupBytes
 * @param {number} blockBytes
 * @param {(block: Uint8Array, at: number) => void} take
 * @returns {number} Where they end.
 */
function eachBlock(decoded, groupBytes, blockBytes, take) {
  const end = decoded.length - (decoded.length % groupBytes);
  for (let at = 0; at < end; at += blockBytes) take(decoded.subarray(at, Math.min(end, at + blockBytes)), at);
  return end;
}

/**
 * The length of decoded bytes, which comes first.
 *
 * @param {DataView} view
 * @param {number} most
 */
function decodedLength(view, most) {
  const length = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  if (length > most) throw new RangeError('more bytes than expected');
  return length;
}

/**
 * Where a block begins and ends, whose length is before it.
 *
 * @param {Uint8Array} input
 * @param {DataView} view
 * @param {number} at
 * @returns {[from: number, end: number]}
 */
function blockAt(input, view, at) {
  const from = at + 4;
  const end = from + view.getUint32(at);
  if (end > input.length) throw new RangeError('a block ends too late');
  return [from, end];
}

/** @param {Uint8Array} bytes */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Memory for a block, used again for the next one, unless it is large. */
let kept = new Uint8Array();
const mostKept = 2 ** 20;

/** @param {number} length */
function blockMemory(length) {
  if (length > mostKept) return new Uint8Array(length);
  if (kept.length < length) kept = new Uint8Array(length);
  return kept.subarray(0, length);
}
