import type { AgreedScan } from './agree-on-scan.js';

/**
 * The extents that turn an index into a position.
 *
 * They come from the keys' maximum shape, so they hold from the beginning. Only along an axis without a limit the
 * current extent has to do; the widest key counts.
 */
export class ScanShape {
  readonly rank: number;
  readonly maxShape: readonly (number | null)[];
  /** Number of points of the whole scan; `Infinity` where it has no limit. */
  readonly size: number;
  #extents: number[];

  constructor({ rank, maxShape }: AgreedScan) {
    this.rank = rank;
    this.maxShape = maxShape;
    this.size = maxShape.includes(0) ? 0 : maxShape.reduce<number>((size, extent) => size * (extent ?? Infinity), 1);
    this.#extents = maxShape.map((extent) => extent ?? 0);
  }

  get extents(): readonly number[] {
    return this.#extents;
  }

  /** Number of points that the scan has by now; less than {@link ScanShape.size} along an axis without a limit. */
  get currentSize(): number {
    return sizeFrom(0, this.#extents);
  }

  /**
   * Takes in the current extents of a key.
   *
   * @returns Number of leading indices that keep their position: `Infinity` unless an unlimited fast axis got longer,
   * then those of the first row, of the first plane, and so on.
   */
  widen(keyExtents: readonly number[]): number {
    let kept = Infinity;
    this.#extents = this.#extents.map((extent, axis) => {
      const current = keyExtents[axis] as number;
      if (this.maxShape[axis] !== null || current <= extent) return extent;
      // An index before the first end of this axis has 0 along all slower axes, whose strides are what changes.
      if (axis > 0) kept = Math.min(kept, sizeFrom(axis, this.#extents));
      return current;
    });
    return kept;
  }
}

function sizeFrom(axis: number, extents: readonly number[]): number {
  return extents.slice(axis).reduce((product, extent) => product * extent, 1);
}
