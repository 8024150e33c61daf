// @ts-check

/** @typedef {import('./thread-decoders.js').Decode} Decode */

/** What compression may add to bytes that cannot be compressed, and filters of their own. */
const margin = 4096;

/** Memory that is used again and again, by its number. @type {Buffer[]} */
const kept = [];
/** Larger pieces are not kept: there may be several for each thread. */
const mostKept = 2 ** 24;

/**
 * Memory whose content may be lost at the next call with this number.
 *
 * @param {number} which
 * @param {number} length
 */
export function scratch(which, length) {
  if (length > mostKept) return Buffer.allocUnsafeSlow(length);
  let memory = kept[which];
  if (memory === undefined || memory.length < length) kept[which] = memory = Buffer.allocUnsafeSlow(length);
  return memory.subarray(0, length);
}

/**
 * Memory that the given bytes are not in. Which one was taken before says nothing of that: a filter that only looks at the
 * bytes leaves them where they were.
 *
 * @param {Uint8Array} bytes
 * @param {number} length
 */
function scratchBeside(bytes, length) {
  return scratch(bytes.buffer === kept[1]?.buffer ? 2 : 1, length);
}

/**
 * Takes a chunk through its filters, the last one first.
 *
 * @param {Uint8Array} stored
 * @param {readonly Decode[]} pipeline In the order of writing.
 * @param {number} mask A bit for each filter that was left out, the lowest for the first.
 * @param {Uint8Array} output As many bytes as the chunk has before its filters.
 * @throws Where the bytes make no sense, or are not as many.
 */
export function decodeChunk(stored, pipeline, mask, output) {
  const active = pipeline.filter((_, i) => ((mask >>> i) & 1) === 0);
  const most = output.length + (output.length >>> 7) + margin;
  let bytes = stored;
  for (let i = active.length - 1; i >= 0; i--) {
    const memory = i === 0 ? output : scratchBeside(bytes, most);
    bytes = active[i]?.(bytes, memory) ?? bytes;
  }
  if (bytes.length !== output.length) throw new RangeError('the chunk has another size');
  if (bytes.buffer !== output.buffer || bytes.byteOffset !== output.byteOffset) output.set(bytes);
}
