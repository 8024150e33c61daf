// @ts-check

/** Lengths of four bits go on in further bytes where they are at their largest. */
const mostInToken = 15;
const leastMatch = 4;
/** From so many bytes on it pays to call something that copies. */
const shortCopy = 32;

/**
 * Decodes a block of LZ4, which ends with literals.
 *
 * Source: "LZ4 Block Format Description", https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 *
 * @param {Uint8Array} input Of which the block takes the bytes `from` to `end`.
 * @param {number} from
 * @param {number} end
 * @param {Uint8Array} output Of which the bytes `to` to `limit` are filled; nothing else is read or written.
 * @param {number} to
 * @param {number} limit
 * @throws RangeError where the block makes no sense, or is not as long.
 */
export function decodeLz4Block(input, from, end, output, to, limit) {
  let read = from;
  let write = to;
  while (read < end) {
    const token = input[read++] ?? 0;
    let literals = token >>> 4;
    if (literals === mostInToken) {
      let more = 255;
      while (more === 255) {
        if (read >= end) throw new RangeError('a length ends too late');
        more = input[read++] ?? 0;
        literals += more;
      }
    }
    if (literals > end - read || literals > limit - write) throw new RangeError('too many literals');
    if (literals > shortCopy) {
      output.set(input.subarray(read, read + literals), write);
      read += literals;
      write += literals;
    } else for (const last = read + literals; read < last;) output[write++] = input[read++] ?? 0;
    if (read === end) break;

    if (end - read < 2) throw new RangeError('an offset ends too late');
    const offset = (input[read] ?? 0) | ((input[read + 1] ?? 0) << 8);
    read += 2;
    if (offset === 0 || offset > write - to) throw new RangeError('a match that begins before the block');
    let length = (token & mostInToken) + leastMatch;
    if (length === mostInToken + leastMatch) {
      let more = 255;
      while (more === 255) {
        if (read >= end) throw new RangeError('a length ends too late');
        more = input[read++] ?? 0;
        length += more;
      }
    }
    if (length > limit - write) throw new RangeError('a match is too long');
    const match = write - offset;
    const last = write + length;
    if (length <= shortCopy) for (let at = match; write < last;) output[write++] = output[at++] ?? 0;
    else if (offset === 1) output.fill(output[match] ?? 0, write, last);
    else if (offset >= length) output.copyWithin(write, match, match + length);
    // A match that reaches into itself repeats what is before it.
    else for (let at = match; write < last;) output[write++] = output[at++] ?? 0;
    write = last;
  }
  if (write !== limit) throw new RangeError('a block has another size');
}
