// @ts-check

/** @param {Uint8Array} bytes */
export function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * The length of decoded bytes, which comes first in the formats of LZ4 and bitshuffle.
 *
 * @param {DataView} view
 * @param {number} most
 * @throws Where it makes no sense.
 */
export function decodedLength(view, most) {
  const length = Number(view.getBigUint64(0));
  if (length > most) throw new RangeError('more bytes than expected');
  return length;
}

/**
 * Reads blocks that each come with their lengths before them: four bytes, the highest first.
 *
 * @param {Uint8Array} input
 * @param {number} from Where the first one begins.
 * @param {(block: Uint8Array, output: Uint8Array) => number} decode Returns how many bytes it gave.
 * @param {Uint8Array} output Filled with the blocks.
 * @param {number} blockBytes Of each but the last one, which may be smaller.
 * @returns {number} Where the last one ends.
 * @throws Where they make no sense.
 */
export function decodeBlocks(input, from, decode, output, blockBytes) {
  const view = viewOf(input);
  let at = from;
  for (let to = 0; to < output.length; to += blockBytes) {
    const length = view.getUint32(at);
    at += 4;
    if (length > input.length - at) throw new RangeError('a block ends too late');
    const part = output.subarray(to, Math.min(output.length, to + blockBytes));
    if (decode(input.subarray(at, at + length), part) !== part.length) throw new RangeError('a block has another size');
    at += length;
  }
  return at;
}
