// @ts-check

/** So many words can be added before a sum of 32 bits overflows. */
const mostWords = 360;

/**
 * Fletcher's checksum with 32 bits, as HDF5 puts it behind a chunk: of words of two bytes, the first byte being the higher
 * one; an odd byte at the end counts as such a higher one. Sums are taken modulo 65535, with 65535 standing for zero where
 * words were added.
 *
 * Source: J. G. Fletcher, "An Arithmetic Checksum for Serial Transmissions", IEEE Transactions on Communications 30
 * (1982), and HDF5 File Format Specification 3.0, IV.A.2.l, filter 3.
 *
 * @param {Uint8Array} bytes
 * @returns {number} An unsigned 32-bit number.
 */
export function fletcher32(bytes) {
  const whole = bytes.length - (bytes.length % 2);
  let first = 0;
  let second = 0;
  for (let at = 0; at < whole;) {
    const end = Math.min(whole, at + 2 * mostWords);
    for (; at < end; at += 2) {
      first += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      second += first;
    }
    first = fold(first);
    second = fold(second);
  }
  if (whole < bytes.length) {
    first = fold(first + ((bytes[whole] ?? 0) << 8));
    second = fold(second + first);
  }
  return ((fold(second) << 16) | fold(first)) >>> 0;
}

/** @param {number} sum Below 2 to the 32nd. */
function fold(sum) {
  return (sum & 0xffff) + (sum >>> 16);
}
