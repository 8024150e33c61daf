import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';
import { settle } from './follow-options.js';
import type { FollowedRange } from './frontier.js';
import type { KeyFollowerOptions } from './key-follower-options.js';
import { scanOfKeys } from './key-scan.js';
import { ReadyPrefix } from './ready-prefix.js';
import { RowPrefix } from './row-prefix.js';
import { ScanFollower } from './scan-follower.js';
import type { ScanShape } from './scan-shape.js';

/** Options of a {@link RowKeyFollower}. `from` counts rows. */
export interface RowKeyFollowerOptions extends KeyFollowerOptions {
  /** Points per row. Default: the last extent of the scan's maximum shape. */
  readonly rowSize?: number;
}

/** A row all of whose points may be read: indices `start` to `stop - 1`. */
export interface ReadyRow {
  /** Number of the row, from 0. */
  readonly row: number;
  readonly start: number;
  readonly stop: number;
  /** Points of the row whose key did not come (`skipHolesAfterMs`), so that they may not be read; absent without any. */
  readonly skipped?: readonly FollowedRange[];
}

/**
 * Follows a scan by its key datasets, row by row: hands out a row when all its points are ready, in order, each once.
 *
 * `position`, `ready`, `from`, `reset`, `giveBack` and `end.missing` count rows; `skipped` and `end.heldBack` points. The
 * time-out is that of a row. Stopping in the middle of a row loses nothing: it is handed out when it is full. The last row
 * of a bounded scan that `rowSize` does not divide is shorter.
 *
 * @example
 * ```ts
 * const follower = new RowKeyFollower({ keys: [await file.dataset('/entry/keys')] });
 * for await (const { row, start, stop } of follower) processRow(row, start, stop);
 * ```
 */
export class RowKeyFollower extends ScanFollower<ReadyRow> {
  /** Points per row. */
  readonly rowSize: number;
  readonly #points: ReadyPrefix;
  readonly #rows: RowPrefix;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where the scan does not say how long its rows are, or the keys are not of one scan;
   * `WRONG_DTYPE`, `NULL_DATASPACE`.
   * @throws TypeError without a key; RangeError for a number that makes no sense.
   */
  constructor(options: RowKeyFollowerOptions) {
    const settings = settle(options);
    const keys = [...options.keys];
    const scan = scanOfKeys(keys, options.scanRank);
    const rowSize = options.rowSize ?? defaultRowSize(scan, keys[0] as Dataset);
    if (!Number.isSafeInteger(rowSize) || rowSize < 1) throw new RangeError(`rowSize ${rowSize} is not 1 or more`);
    const points = new ReadyPrefix(keys, scan, settings.from * rowSize, settings.report);
    const rows = new RowPrefix(points, rowSize, scan.size);
    super({ settings, frontier: rows, watched: keys }, scan);
    this.rowSize = rowSize;
    this.#points = points;
    this.#rows = rows;
  }

  /**
   * Rows in order. The iteration rejects with the signal's reason when that is aborted.
   *
   * @throws See {@link Follower[Symbol.asyncIterator]}.
   */
  override [Symbol.asyncIterator](): AsyncIterableIterator<ReadyRow> {
    return this.iterate(
      (row) => row + 1,
      (row) => {
        const { start, stop } = this.#rows.pointsOf(row);
        const skipped = this.#points.skippedWithin(start, stop);
        return { row, start, stop, ...(skipped.length === 0 ? {} : { skipped }) };
      },
    );
  }
}

/** @throws Hdf5Error `WRONG_SHAPE` where the fastest axis has no limit, or there is none. */
function defaultRowSize({ maxShape }: ScanShape, key: Dataset): number {
  const rowSize = maxShape.at(-1) ?? null;
  // A scan without points has no rows, whatever their length.
  if (rowSize !== null) return Math.max(rowSize, 1);
  throw new Hdf5Error('WRONG_SHAPE', `a scan of shape ${shapeText(maxShape)} does not say how long its rows are`, {
    file: key.file.path,
    object: key.path,
    remedy: 'Give rowSize, the number of points per row',
  });
}
