import type { NumericArray } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';
import { chunkOfPoint, planBlock, planRemainder, type Block, type BlockScan, type BlockWrite } from './block-plan.js';
import { joinBlocks } from './joined-blocks.js';
import { PendingBlock, type ResultLayout } from './pending-block.js';
import { mergeRanges } from './point-ranges.js';
import { pointsOfScan } from './row-runs.js';
import { writesOfPoints, type RowWrite } from './row-write.js';

/**
 * Gathers points into blocks, and says what to write as soon as a block is over: with its last point, or with a point of a
 * later block. Keeps two blocks. A point that comes when its chunk has been written already is written by itself.
 */
export class BlockBuffer {
  readonly #scan: BlockScan;
  readonly #layouts: readonly ResultLayout[];
  #previous: PendingBlock | undefined;
  /** The block that is being filled; `undefined` at the end of the scan. */
  #current: PendingBlock | undefined;

  constructor(scan: BlockScan, layouts: readonly ResultLayout[]) {
    this.#scan = scan;
    this.#layouts = layouts;
    this.#current = this.#begin(0);
  }

  /**
   * Takes consecutive points.
   *
   * @param values One array per result; what is kept of it is copied.
   * @returns What is to be written now, in this order; some of it may be views of `values`.
   * @throws RangeError where a point is outside of the scan; then nothing is taken.
   */
  add([first, stop]: AxisRange, values: readonly NumericArray[]): RowWrite[] {
    if (stop > pointsOfScan(this.#scan)) throw new RangeError(`point ${stop - 1} is outside of the scan`);
    const writes: RowWrite[] = [];
    const { blockLength } = this.#scan;
    for (let point = first; point < stop;) {
      const start = point - (point % blockLength);
      const end = Math.min(start + blockLength, stop);
      const part = values.map((array, i) => {
        const { frameLength } = this.#layouts[i] as ResultLayout;
        return array.subarray((point - first) * frameLength, (end - first) * frameLength);
      });
      writes.push(...this.#addToBlock(start, [point, end], part));
      point = end;
    }
    return writes;
  }

  /** What is left when no more points come. */
  end(): RowWrite[] {
    const current = this.#current;
    const previous = this.#previous;
    this.#current = undefined;
    if (current === undefined) return [];
    if (!current.isEmpty) {
      const block = { start: current.start, count: current.filledTo };
      return [
        ...this.#writes(planBlock(this.#scan, block, blockOf(previous)), current, previous),
        ...this.#rest(planRemainder(this.#scan, block), current, previous),
      ];
    }
    if (previous === undefined) return [];
    return this.#rest(planRemainder(this.#scan, { start: previous.start, count: previous.count }), previous, undefined);
  }

  #addToBlock(start: number, points: AxisRange, values: readonly NumericArray[]): RowWrite[] {
    const writes: RowWrite[] = [];
    while (this.#current !== undefined && this.#current.start < start) writes.push(...this.#closeCurrent(start));
    if (this.#current?.start === start) {
      this.#current.set(points, values);
      if (points[1] === start + this.#current.count) writes.push(...this.#closeCurrent(start));
      return writes;
    }
    return this.#addLate(start, points, values);
  }

  /** Points of blocks that are over: some chunks of the previous one are not. */
  #addLate(start: number, points: AxisRange, values: readonly NumericArray[]): RowWrite[] {
    const open = this.#begunInPrevious(start, points);
    const lengths = this.#layouts.map(({ frameLength }) => frameLength);
    if (open < points[1]) {
      const from = open - points[0];
      this.#previous?.set(
        [open, points[1]],
        values.map((array, i) => array.subarray(from * (lengths[i] as number))),
      );
    }
    if (open === points[0]) return [];
    const own = values.map((array, i) => array.subarray(0, (open - points[0]) * (lengths[i] as number)));
    return writesOfPoints(this.#scan, [points[0], open], own, lengths);
  }

  /** From which of the points on the chunk is still to be written. */
  #begunInPrevious(start: number, points: AxisRange): number {
    if (this.#current === undefined || this.#previous?.start !== start) return points[1];
    const [begin] = chunkOfPoint(this.#scan, this.#current.start).points;
    return Math.min(Math.max(begin, points[0]), points[1]);
  }

  /** @param next Start of the block that comes then, at the least. */
  #closeCurrent(next: number): RowWrite[] {
    const current = this.#current as PendingBlock;
    const writes = this.#writes(
      planBlock(this.#scan, { start: current.start, count: current.count }, blockOf(this.#previous)),
      current,
      this.#previous,
    );
    const { blockLength } = this.#scan;
    const following = current.start + blockLength;
    // Nothing of a block reaches further than into the next one, so blocks that were left out need no look.
    const isFar = current.isEmpty && next > following;
    const start = isFar ? next : following;
    this.#previous = isFar ? this.#begin(next - blockLength) : current;
    this.#current = start < pointsOfScan(this.#scan) ? this.#begin(start) : undefined;
    return writes;
  }

  #begin(start: number): PendingBlock {
    const count = Math.min(this.#scan.blockLength, pointsOfScan(this.#scan) - start);
    return new PendingBlock(start, count, this.#layouts);
  }

  #writes(plan: readonly BlockWrite[], block: PendingBlock, previous: PendingBlock | undefined): RowWrite[] {
    return plan.flatMap((write) => {
      const { row, columns, points } = write;
      const set = mergeRanges([...(previous?.rangesIn(points) ?? []), ...block.rangesIn(points)]);
      if (set.length === 0) return [];
      const values = this.#layouts.map(({ frameLength }, i) =>
        joinBlocks(write, frameLength, block.values(i), write.fromPrevious === null ? undefined : previous?.values(i)),
      );
      return [{ row, columns, values, points: set }];
    });
  }

  #rest(write: BlockWrite | null, block: PendingBlock, previous: PendingBlock | undefined): RowWrite[] {
    return write === null ? [] : this.#writes([write], block, previous);
  }
}

function blockOf(pending: PendingBlock | undefined): Block | undefined {
  return pending === undefined ? undefined : { start: pending.start, count: pending.count };
}
