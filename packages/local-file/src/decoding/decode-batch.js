// @ts-check
import { copyBox } from './copy-box.js';
import { decodeChunk, scratch } from './decode-chunk.js';
import { StoredStretches } from './stored-stretches.js';

/** @typedef {import('./decode-thread.js').BatchMessage} BatchMessage */
/** @typedef {import('./thread-decoders.js').Decode} Decode */
/** @typedef {import('./thread-decoders.js').ThreadDecoders} ThreadDecoders */

/**
 * What of a chunk is wanted; see `BatchMessage.pieces`.
 *
 * @typedef {object} Piece
 * @property {number} position
 * @property {number} size
 * @property {number} mask
 * @property {Float64Array} start
 * @property {Float64Array} count
 * @property {Float64Array} place
 */

/**
 * Where pieces go: an array of some shape, or one after the other.
 *
 * @typedef {object} Target
 * @property {Uint8Array} bytes
 * @property {readonly number[] | undefined} shape
 */

/** Number of the memory for chunks of which only a part is wanted. */
const partOfChunk = 3;

/** No filter makes a chunk so much larger: its size cannot be right, and is not worth the memory. */
const mostGrowth = 2;
const mostAdded = 2 ** 16;

/**
 * Reads chunks and decodes them.
 *
 * @param {BatchMessage} batch
 * @param {ThreadDecoders} threadDecoders
 * @returns {Uint8Array<ArrayBuffer> | undefined} The selected parts of the chunks, where they were not put into the result.
 * @throws Where a chunk is not all there, or makes no sense.
 */
export function decodeBatch(batch, { decoders, memoryAt }) {
  const { filters, elementBytes, chunkShape, resultShape: shape, address } = batch;
  const pipeline = filters.map((filter) => {
    const make = decoders.get(filter.id);
    if (make === undefined) throw new Error(`no decoder for filter ${filter.id}`);
    return make(filter);
  });
  const pieces = piecesOf(batch.pieces, chunkShape.length);
  const chunkBytes = product(chunkShape) * elementBytes;
  if (pieces.some(({ size }) => size > mostGrowth * chunkBytes + mostAdded))
    throw new RangeError('a chunk is too large');
  const stored = new StoredStretches(batch.file, pieces);
  const result = address === undefined ? undefined : memoryAt?.(address, product(shape) * elementBytes);
  if (result !== undefined) {
    const all = { bytes: result, shape };
    for (const [i, piece] of pieces.entries()) {
      decodePiece(batch, pipeline, stored.at(i), piece, placeIn(all, piece, elementBytes));
    }
    return undefined;
  }
  const bytes = new Uint8Array(pieces.reduce((sum, { count }) => sum + product(count), 0) * elementBytes);
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    const part = bytes.subarray(at, (at += product(piece.count) * elementBytes));
    decodePiece(batch, pipeline, stored.at(i), piece, { bytes: part, shape: undefined });
  }
  return bytes;
}

/**
 * @param {BatchMessage} batch
 * @param {readonly Decode[]} pipeline
 * @param {Uint8Array} stored
 * @param {Piece} piece
 * @param {Target} target
 */
function decodePiece({ chunkShape, elementBytes }, pipeline, stored, { mask, start, count, place }, target) {
  const chunkBytes = product(chunkShape) * elementBytes;
  const { bytes, shape } = target;
  if (shape === undefined && bytes.length === chunkBytes) {
    decodeChunk(stored, pipeline, mask, bytes);
    return;
  }
  const whole = scratch(partOfChunk, chunkBytes);
  decodeChunk(stored, pipeline, mask, whole);
  const to =
    shape === undefined
      ? { bytes, shape: count, start: new Float64Array(count.length) }
      : { bytes, shape, start: place };
  copyBox({ bytes: whole, shape: chunkShape, start }, to, count, elementBytes);
}

/**
 * The memory for a piece alone, where that is in one piece too; else all of the result.
 *
 * @param {{ bytes: Uint8Array, shape: readonly number[] }} result
 * @param {Piece} piece
 * @param {number} elementBytes
 * @returns {Target}
 */
function placeIn({ bytes, shape }, { place, count }, elementBytes) {
  let axis = 0;
  while (count[axis] === 1) axis++;
  for (let i = axis + 1; i < shape.length; i++) if (count[i] !== shape[i]) return { bytes, shape };
  let first = 0;
  for (let i = 0; i < shape.length; i++) first = first * (shape[i] ?? 0) + (place[i] ?? 0);
  const part = bytes.subarray(first * elementBytes, (first + product(count)) * elementBytes);
  return { bytes: part, shape: undefined };
}

/**
 * @param {Float64Array} numbers
 * @param {number} axes
 */
function piecesOf(numbers, axes) {
  /** @type {Piece[]} */
  const pieces = [];
  for (let at = 0; at < numbers.length; at += 3 * axes) {
    const [position = 0, size = 0, mask = 0] = [numbers[at], numbers[at + 1], numbers[at + 2]];
    at += 3;
    const [start, count] = [numbers.subarray(at, at + axes), numbers.subarray(at + axes, at + 2 * axes)];
    pieces.push({ position, size, mask, start, count, place: numbers.subarray(at + 2 * axes, at + 3 * axes) });
  }
  return pieces;
}

/** @param {ArrayLike<number>} factors */
function product(factors) {
  let all = 1;
  for (let i = 0; i < factors.length; i++) all *= factors[i] ?? 0;
  return all;
}
