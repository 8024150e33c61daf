// @ts-check
import { bitshuffle, decodeLz4 } from './block-filters.js';
import { fletcher32 } from './fletcher32.js';
import { inflate } from './inflate.js';
import { unshuffle } from './unshuffle.js';
import { decodeZstd } from './zstd.js';

/** @typedef {import('./thread-decoders.js').Decode} Decode */
/** @typedef {import('./thread-decoders.js').MakeDecoder} MakeDecoder */

/**
 * The filters that need nothing but Node, by their registered numbers.
 *
 * @type {ReadonlyMap<number, MakeDecoder>}
 */
export const decoders = new Map(
  /** @type {[number, MakeDecoder][]} */ ([
    [1, () => inflate],
    [2, unshuffled],
    [3, () => checked],
    [32004, () => decodeLz4],
    [32008, bitshuffle],
    [32015, () => (input, output) => decodeZstd(input, output.length)],
  ]),
);

/** @type {MakeDecoder} */
function unshuffled({ options }) {
  const [elementBytes = 1] = options;
  return (input, output) => {
    if (elementBytes <= 1) return input;
    if (input.length > output.length) throw new RangeError('more bytes than expected');
    unshuffle(input, output, elementBytes);
    return output.subarray(0, input.length);
  };
}

const checksumBytes = 4;

/**
 * HDF5 before 1.6.3 wrote the two bytes of each half of the checksum in the other order where the machine was
 * little-endian, and takes both for right.
 *
 * @type {Decode}
 */
function checked(input) {
  const length = input.length - checksumBytes;
  if (length < 0) throw new RangeError('too few bytes for a checksum');
  const content = input.subarray(0, length);
  const stored = new DataView(input.buffer, input.byteOffset).getUint32(length, true);
  const sum = fletcher32(content);
  if (stored !== sum && stored !== swapped(sum)) throw new Error('a checksum is wrong');
  return content;
}

/** @param {number} sum */
function swapped(sum) {
  return (((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff)) >>> 0;
}
