import type { AxisRange } from '../frame.js';
import {
  pointsOfScan,
  requireCount,
  requireOrderedScan,
  rowLength,
  rowPlace,
  type OrderedScan,
  type RowRun,
} from './row-runs.js';

/** A scan that is processed in blocks of points. */
export interface BlockScan extends OrderedScan {
  /** Points of a block; the last block may have fewer. */
  readonly blockLength: number;
}

/** Points that come together, counted in the order of taking. */
export interface Block {
  /** Number of its first point, a multiple of the block length. */
  readonly start: number;
  /** How many points. */
  readonly count: number;
}

/**
 * One write: the points of one chunk of the output.
 *
 * What is written are the points `points[0]` … `points[1] - 1` in the order of taking, turned round where `isReversed`.
 */
export interface BlockWrite extends RowRun {
  /** Which elements of the previous block come first; `null` where this block has all. */
  readonly fromPrevious: AxisRange | null;
  /** Which elements of this block come then, or alone. */
  readonly fromBlock: AxisRange;
  /** Whether the elements, joined, are turned round before they are written. */
  readonly isReversed: boolean;
}

/** Length of the output's chunks along the fastest axis: a block, or a row where that is shorter. */
export function blockChunkLength({ shape, blockLength }: Pick<BlockScan, 'shape' | 'blockLength'>): number {
  return Math.min(blockLength, shape.at(-1) ?? Infinity);
}

/**
 * What to write when a block of results is there, so that each chunk of the output is written exactly once: with the block
 * that holds the chunk's last point in the order of taking. That takes no more than this block and the one before.
 *
 * The output has the scan's shape and chunks of `(1, …, 1, w)`, `w` as {@link blockChunkLength} says; the last chunk of a row
 * may be shorter.
 *
 * @param previous The block before this one, which its caller still has; `undefined` before the first.
 * @returns Writes in the order of taking, none of them empty. There may be none.
 * @throws RangeError for a scan, a block or an order of blocks that cannot be.
 *
 * @example
 * ```ts
 * // Snake over 3 x 5 in blocks of 3: row 1 is stored 9, 8, 7, 6, 5.
 * planBlock({ shape: [3, 5], order: 'snake', blockLength: 3 }, { start: 6, count: 3 }, { start: 3, count: 3 });
 * // [{ row: [1], columns: [3, 5], points: [5, 7], fromPrevious: [2, 3], fromBlock: [0, 1], isReversed: true }]
 * ```
 */
export function planBlock(scan: BlockScan, block: Block, previous?: Block): BlockWrite[] {
  requireScan(scan);
  requireBlock(scan, block);
  requirePrevious(scan, block, previous);
  const writes: BlockWrite[] = [];
  const end = block.start + block.count;
  for (let chunk = chunkOfPoint(scan, block.start); chunk.points[1] <= end;) {
    writes.push(fromBlocks(scan, chunk, block));
    if (chunk.points[1] === pointsOfScan(scan)) break;
    chunk = chunkOfPoint(scan, chunk.points[1]);
  }
  return writes;
}

/**
 * What to write when no block follows although the scan is not complete: the begun chunk that {@link planBlock} leaves, up
 * to the last point there is.
 *
 * @param last The last block.
 * @returns `null` where nothing is left.
 * @throws RangeError as {@link planBlock}.
 */
export function planRemainder(scan: BlockScan, last: Block): BlockWrite | null {
  requireScan(scan);
  requireBlock(scan, last);
  const end = last.start + last.count;
  if (end === pointsOfScan(scan)) return null;
  const chunk = chunkOfPoint(scan, end);
  const begun = end - chunk.points[0];
  return begun === 0 ? null : fromBlocks(scan, firstOfChunk(chunk, begun), last);
}

/**
 * The chunk of the output that a point belongs to. Its points are consecutive, whichever way its row is taken.
 *
 * @param index Number of the point in the order of taking.
 * @throws RangeError if there is no such point.
 */
export function chunkOfPoint(scan: BlockScan, index: number): RowRun {
  const { row, column, isReversed } = rowPlace(scan, index);
  const width = blockChunkLength(scan);
  const first = column - (column % width);
  const columns: AxisRange = [first, Math.min(first + width, rowLength(scan))];
  const before = isReversed ? columns[1] - 1 - column : column - first;
  const start = index - before;
  return { row, columns, points: [start, start + columns[1] - columns[0]], isReversed };
}

/** The first `count` points of a chunk, in the order of taking. */
function firstOfChunk({ row, columns, points, isReversed }: RowRun, count: number): RowRun {
  const [first, stop] = columns;
  return {
    row,
    columns: isReversed ? [stop - count, stop] : [first, first + count],
    points: [points[0], points[0] + count],
    isReversed,
  };
}

/** A write of points of which the last ones are in the block; what comes before it is in the previous one. */
function fromBlocks(scan: BlockScan, { row, columns, points, isReversed }: RowRun, { start }: Block): BlockWrite {
  const [first, stop] = points;
  const { blockLength } = scan;
  return {
    row,
    columns,
    points,
    fromPrevious: first < start ? [first - start + blockLength, blockLength] : null,
    fromBlock: [Math.max(first - start, 0), stop - start],
    isReversed,
  };
}

function requireScan(scan: BlockScan): void {
  requireOrderedScan(scan);
  requireCount(scan.blockLength, 'points of a block');
}

function requireBlock(scan: BlockScan, { start, count }: Block): void {
  const { blockLength } = scan;
  if (!Number.isSafeInteger(start) || start < 0 || start % blockLength !== 0) {
    throw new RangeError(`a block that starts at ${start} is not one of ${blockLength} points each`);
  }
  requireCount(count, 'points of a block');
  if (count > blockLength) throw new RangeError(`a block of ${count} points is longer than ${blockLength}`);
  if (start + count > pointsOfScan(scan)) throw new RangeError(`the block from ${start} on leaves the scan`);
}

function requirePrevious({ blockLength }: BlockScan, { start }: Block, previous: Block | undefined): void {
  const wanted = start - blockLength;
  if (start === 0 && previous === undefined) return;
  if (start > 0 && previous?.start === wanted && previous.count === blockLength) return;
  const given = previous === undefined ? 'none' : `${previous.count} from ${previous.start} on`;
  const asked = start === 0 ? 'no block' : `the whole block from ${wanted} on`;
  throw new RangeError(`the block from ${start} on comes after ${asked}, and not after ${given}`);
}
