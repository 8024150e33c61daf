import { unravelIndex } from '@h5tail/follower';

/**
 * Position of a point in a snake scan, where each row starts at the end where the one before stopped: from point to point one
 * coordinate changes, by one.
 *
 * An axis runs backwards where the sum of the coordinates along the slower axes is odd.
 *
 * @param index Number of the point in the order of taking, 0 or more.
 * @param shape Extents, slowest axis first. The slowest may be `null`, unlimited; the others need a number.
 * @param rank How many of the leading axes of `shape` are the scan. Default: all.
 * @returns `rank` coordinates.
 * @throws RangeError if there is no such point or an axis has no extent to go by.
 *
 * @example
 * ```ts
 * snakePosition(4, [3, 4]); // [1, 3]
 * snakePosition(7, [3, 4]); // [1, 0]
 * ```
 */
export function snakePosition(index: number, shape: readonly (number | null)[], rank?: number): number[] {
  return turnRows(unravelIndex(index, shape, rank), shape);
}

/** A point of a snake scan and the direction of its row. */
export interface SnakeRowPosition {
  readonly position: readonly number[];
  /** Whether the row of this point is taken from its end. Never in a stack. */
  readonly reversed: boolean;
}

/**
 * As {@link snakePosition}, and whether the fastest axis runs backwards at this point.
 *
 * @throws RangeError as {@link snakePosition}.
 *
 * @example
 * ```ts
 * snakeRowPosition(4, [3, 4]); // { position: [1, 3], reversed: true }
 * ```
 */
export function snakeRowPosition(index: number, shape: readonly (number | null)[], rank?: number): SnakeRowPosition {
  const position = snakePosition(index, shape, rank);
  const slower = position.slice(0, -1).reduce((sum, coordinate) => sum + coordinate, 0);
  return { position, reversed: slower % 2 === 1 };
}

function turnRows(position: readonly number[], shape: readonly (number | null)[]): number[] {
  let slower = 0;
  return position.map((coordinate, axis) => {
    const isReversed = slower % 2 === 1;
    const turned = isReversed ? (shape[axis] as number) - 1 - coordinate : coordinate;
    slower += turned;
    return turned;
  });
}
