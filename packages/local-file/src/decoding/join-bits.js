// @ts-check

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Elements are taken in groups of so many. */
export const bitGroup = 8;

/**
 * Puts the bits of elements together again, of which the lowest bits of all come first, then the second ones, and so on:
 * what bitshuffle calls bit-transposed, of one block.
 *
 * Source: K. Masui et al., "A compression scheme for radio data in high performance computing", Astronomy and Computing 12
 * (2015), and the README of https://github.com/kiyo-masui/bitshuffle
 *
 * @param {Uint8Array} input
 * @param {number} from Where the block begins there.
 * @param {Uint8Array} output
 * @param {number} to Where its elements begin there.
 * @param {number} count A whole number of groups.
 * @param {number} elementBytes
 */
export function joinBits(input, from, output, to, count, elementBytes) {
  const plane = count / bitGroup;
  const isAligned = isLittleEndian && (output.byteOffset + to) % 4 === 0;
  if (elementBytes === 2 && isAligned) joinPairs(input, from, output, to, plane);
  else joinBytes(input, from, output, to, plane, elementBytes);
}

/**
 * Any size. The matrix of eight times eight bits is turned in three steps, which swap pairs of bits, then squares of two
 * and of four; see H. S. Warren, "Hacker's Delight", 7-3.
 *
 * @param {Uint8Array} input @param {number} from @param {Uint8Array} output @param {number} to
 * @param {number} plane Bytes of one bit of all elements.
 * @param {number} elementBytes
 */
function joinBytes(input, from, output, to, plane, elementBytes) {
  for (let byte = 0; byte < elementBytes; byte++) {
    const first = from + byte * bitGroup * plane;
    for (let i = 0, put = to + byte; i < plane; i++) {
      let at = first + i;
      let x = input[at] ?? 0;
      x |= (input[(at += plane)] ?? 0) << 8;
      x |= (input[(at += plane)] ?? 0) << 16;
      x |= (input[(at += plane)] ?? 0) << 24;
      let y = input[(at += plane)] ?? 0;
      y |= (input[(at += plane)] ?? 0) << 8;
      y |= (input[(at += plane)] ?? 0) << 16;
      y |= (input[(at += plane)] ?? 0) << 24;
      let swap = (x ^ (x >>> 7)) & 0x00aa00aa;
      x ^= swap ^ (swap << 7);
      swap = (y ^ (y >>> 7)) & 0x00aa00aa;
      y ^= swap ^ (swap << 7);
      swap = (x ^ (x >>> 14)) & 0x0000cccc;
      x ^= swap ^ (swap << 14);
      swap = (y ^ (y >>> 14)) & 0x0000cccc;
      y ^= swap ^ (swap << 14);
      const low = (x & 0x0f0f0f0f) | ((y << 4) & 0xf0f0f0f0);
      const high = ((x >>> 4) & 0x0f0f0f0f) | (y & 0xf0f0f0f0);
      output[put] = low;
      output[(put += elementBytes)] = low >>> 8;
      output[(put += elementBytes)] = low >>> 16;
      output[(put += elementBytes)] = low >>> 24;
      output[(put += elementBytes)] = high;
      output[(put += elementBytes)] = high >>> 8;
      output[(put += elementBytes)] = high >>> 16;
      output[(put += elementBytes)] = high >>> 24;
      put += elementBytes;
    }
  }
}

/**
 * Elements of two bytes, two of them at a time. The higher bytes of counts are mostly zero.
 *
 * @param {Uint8Array} input @param {number} from @param {Uint8Array} output @param {number} to
 * @param {number} plane
 */
function joinPairs(input, from, output, to, plane) {
  const words = new Uint32Array(output.buffer, output.byteOffset + to, 4 * plane);
  for (let i = 0, put = 0; i < plane; i++, put += 4) {
    let at = from + i;
    let x = input[at] ?? 0;
    x |= (input[(at += plane)] ?? 0) << 8;
    x |= (input[(at += plane)] ?? 0) << 16;
    x |= (input[(at += plane)] ?? 0) << 24;
    let y = input[(at += plane)] ?? 0;
    y |= (input[(at += plane)] ?? 0) << 8;
    y |= (input[(at += plane)] ?? 0) << 16;
    y |= (input[(at += plane)] ?? 0) << 24;
    let swap = (x ^ (x >>> 7)) & 0x00aa00aa;
    x ^= swap ^ (swap << 7);
    swap = (y ^ (y >>> 7)) & 0x00aa00aa;
    y ^= swap ^ (swap << 7);
    swap = (x ^ (x >>> 14)) & 0x0000cccc;
    x ^= swap ^ (swap << 14);
    swap = (y ^ (y >>> 14)) & 0x0000cccc;
    y ^= swap ^ (swap << 14);
    const low = (x & 0x0f0f0f0f) | ((y << 4) & 0xf0f0f0f0);
    const high = ((x >>> 4) & 0x0f0f0f0f) | (y & 0xf0f0f0f0);

    x = input[(at += plane)] ?? 0;
    x |= (input[(at += plane)] ?? 0) << 8;
    x |= (input[(at += plane)] ?? 0) << 16;
    x |= (input[(at += plane)] ?? 0) << 24;
    y = input[(at += plane)] ?? 0;
    y |= (input[(at += plane)] ?? 0) << 8;
    y |= (input[(at += plane)] ?? 0) << 16;
    y |= (input[(at += plane)] ?? 0) << 24;
    let [lowAbove, highAbove] = [0, 0];
    if ((x | y) !== 0) {
      swap = (x ^ (x >>> 7)) & 0x00aa00aa;
      x ^= swap ^ (swap << 7);
      swap = (y ^ (y >>> 7)) & 0x00aa00aa;
      y ^= swap ^ (swap << 7);
      swap = (x ^ (x >>> 14)) & 0x0000cccc;
      x ^= swap ^ (swap << 14);
      swap = (y ^ (y >>> 14)) & 0x0000cccc;
      y ^= swap ^ (swap << 14);
      lowAbove = (x & 0x0f0f0f0f) | ((y << 4) & 0xf0f0f0f0);
      highAbove = ((x >>> 4) & 0x0f0f0f0f) | (y & 0xf0f0f0f0);
    }
    words[put] = (low & 0xff) | ((lowAbove & 0xff) << 8) | ((low & 0xff00) << 8) | ((lowAbove & 0xff00) << 16);
    words[put + 1] =
      ((low >>> 16) & 0xff) | ((lowAbove >>> 8) & 0xff00) | ((low >>> 8) & 0xff0000) | (lowAbove & 0xff000000);
    words[put + 2] = (high & 0xff) | ((highAbove & 0xff) << 8) | ((high & 0xff00) << 8) | ((highAbove & 0xff00) << 16);
    words[put + 3] =
      ((high >>> 16) & 0xff) | ((highAbove >>> 8) & 0xff00) | ((high >>> 8) & 0xff0000) | (highAbove & 0xff000000);
  }
}
