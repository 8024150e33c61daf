// @ts-check
import { readSync } from 'node:fs';
import { copyBox } from './copy-box.js';
import { decodeChunk, scratch } from './decode-chunk.js';

/**
 * Reads chunks and decodes them.
 *
 * @param {import('./decode-thread.js').BatchMessage} batch
 * @param {import('./thread-decoders.js').ThreadDecoders} set
 * @returns {Uint8Array<ArrayBuffer> | undefined} The selected parts of the chunks, where they were not put into the result.
 * @throws Where a chunk is not all there, or makes no sense.
 */
export function decodeBatch({ file, filters, elementBytes, chunkShape, resultShape, address, pieces }, set) {
  const axes = chunkShape.length;
  const chunkBytes = product(chunkShape) * elementBytes;
  const pipeline = filters.map((filter) => {
    const make = set.decoders.get(filter.id);
    if (make === undefined) throw new Error(`no decoder for filter ${filter.id}`);
    return make(filter);
  });
  const result = address === undefined ? undefined : set.memoryAt?.(address, product(resultShape) * elementBytes);
  const own = result === undefined ? new Uint8Array(ownBytes(pieces, axes) * elementBytes) : undefined;
  const stride = 3 + 3 * axes;
  for (let at = 0, ownAt = 0; at < pieces.length; at += stride) {
    const [position = 0, size = 0, mask = 0] = pieces.subarray(at, at + 3);
    const [start, count, place] = [0, 1, 2].map((i) => pieces.subarray(at + 3 + i * axes, at + 3 + (i + 1) * axes));
    if (start === undefined || count === undefined || place === undefined) break;
    const stored = scratch(0, size);
    if (readSync(file, stored, 0, size, position) !== size) throw new RangeError('the file ends too early');
    const partBytes = product(count) * elementBytes;
    const part = own?.subarray(ownAt, ownAt + partBytes) ?? inOnePiece(result, resultShape, place, count, elementBytes);
    ownAt += partBytes;
    if (partBytes === chunkBytes && part !== undefined) {
      decodeChunk(stored, pipeline, mask, part);
      continue;
    }
    const whole = scratch(3, chunkBytes);
    decodeChunk(stored, pipeline, mask, whole);
    const to = part === undefined ? { bytes: result ?? whole, shape: resultShape, start: place } : dense(part, count);
    copyBox({ bytes: whole, shape: chunkShape, start }, to, count, elementBytes);
  }
  return own;
}

/** @param {Uint8Array} bytes @param {ArrayLike<number>} shape */
function dense(bytes, shape) {
  return { bytes, shape, start: new Float64Array(shape.length) };
}

/**
 * The memory of a box in the result, if that is one piece.
 *
 * @param {Uint8Array | undefined} result
 * @param {readonly number[]} shape
 * @param {Float64Array} start
 * @param {Float64Array} count
 * @param {number} elementBytes
 */
function inOnePiece(result, shape, start, count, elementBytes) {
  let axis = 0;
  while (axis < shape.length && count[axis] === 1) axis++;
  for (let i = axis + 1; i < shape.length; i++) if (count[i] !== shape[i]) return undefined;
  let first = 0;
  for (let i = 0; i < shape.length; i++) first = first * (shape[i] ?? 0) + (start[i] ?? 0);
  return result?.subarray(first * elementBytes, (first + product(count)) * elementBytes);
}

/** @param {ArrayLike<number>} factors */
function product(factors) {
  let all = 1;
  for (let i = 0; i < factors.length; i++) all *= factors[i] ?? 0;
  return all;
}

/** Elements of all parts. @param {Float64Array} pieces @param {number} axes */
function ownBytes(pieces, axes) {
  let sum = 0;
  for (let at = 3 + axes; at < pieces.length; at += 3 + 3 * axes) sum += product(pieces.subarray(at, at + axes));
  return sum;
}
