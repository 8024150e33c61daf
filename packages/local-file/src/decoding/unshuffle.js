// @ts-check

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Puts the bytes of elements together again, of which the first bytes of all come first, then the second ones, and so on.
 * Bytes that are left over at the end stay where they are.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.l "The Data Storage - Filter Pipeline Message", filter 2, and the
 * chapter on filters of the HDF5 User's Guide.
 *
 * @param {Uint8Array} input
 * @param {Uint8Array} output At least as long.
 * @param {number} elementBytes
 */
export function unshuffle(input, output, elementBytes) {
  const count = Math.floor(input.length / elementBytes);
  if (elementBytes === 2 && isLittleEndian && areAligned(input, output, count)) joinPairs(input, output, count);
  else if (elementBytes === 4 && isLittleEndian && areAligned(input, output, count)) joinFours(input, output, count);
  else joinBytes(input, output, elementBytes, count);
  const rest = count * elementBytes;
  if (rest < input.length) output.set(input.subarray(rest), rest);
}

/**
 * @param {Uint8Array} input
 * @param {Uint8Array} output
 * @param {number} count
 */
function areAligned(input, output, count) {
  return input.byteOffset % 4 === 0 && output.byteOffset % 4 === 0 && count % 4 === 0;
}

/** @param {Uint8Array} bytes @param {number} length In bytes. */
function words(bytes, length) {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, length / 4);
}

/**
 * Four elements of two bytes at a time.
 *
 * @param {Uint8Array} input
 * @param {Uint8Array} output
 * @param {number} count
 */
function joinPairs(input, output, count) {
  const from = words(input, count * 2);
  const to = words(output, count * 2);
  const plane = count / 4;
  for (let i = 0, at = 0; i < plane; i++, at += 2) {
    const low = from[i] ?? 0;
    const high = from[plane + i] ?? 0;
    to[at] = (low & 0xff) | ((low & 0xff00) << 8) | ((high & 0xff) << 8) | ((high & 0xff00) << 16);
    to[at + 1] = ((low >>> 16) & 0xff) | ((low >>> 8) & 0xff0000) | ((high >>> 8) & 0xff00) | (high & 0xff000000);
  }
}

/**
 * Four elements of four bytes at a time.
 *
 * @param {Uint8Array} input
 * @param {Uint8Array} output
 * @param {number} count
 */
function joinFours(input, output, count) {
  const from = words(input, count * 4);
  const to = words(output, count * 4);
  const plane = count / 4;
  for (let i = 0, at = 0; i < plane; i++, at += 4) {
    const a = from[i] ?? 0;
    const b = from[plane + i] ?? 0;
    const c = from[2 * plane + i] ?? 0;
    const d = from[3 * plane + i] ?? 0;
    to[at] = (a & 0xff) | ((b & 0xff) << 8) | ((c & 0xff) << 16) | (d << 24);
    to[at + 1] = ((a >>> 8) & 0xff) | (b & 0xff00) | ((c & 0xff00) << 8) | ((d & 0xff00) << 16);
    to[at + 2] = ((a >>> 16) & 0xff) | ((b >>> 8) & 0xff00) | (c & 0xff0000) | ((d & 0xff0000) << 8);
    to[at + 3] = (a >>> 24) | ((b >>> 16) & 0xff00) | ((c >>> 8) & 0xff0000) | (d & 0xff000000);
  }
}

/**
 * @param {Uint8Array} input
 * @param {Uint8Array} output
 * @param {number} elementBytes
 * @param {number} count
 */
function joinBytes(input, output, elementBytes, count) {
  for (let byte = 0, from = 0; byte < elementBytes; byte++) {
    for (let i = 0, to = byte; i < count; i++, to += elementBytes) output[to] = input[from++] ?? 0;
  }
}
