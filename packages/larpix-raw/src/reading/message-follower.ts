import { ExtentFollower, type ExtentFollowerOptions, type ReadyRange } from '@h5tail/follower';
import type { BatchRows } from './batch-rows.js';

/** Follows the extents of a raw file by ranges that one batch takes, so that its position is that of the batches. */
export class MessageFollower extends ExtentFollower {
  readonly #rows: BatchRows;

  constructor(options: ExtentFollowerOptions, rows: BatchRows) {
    super(options);
    this.#rows = rows;
  }

  override ranges(): AsyncIterableIterator<ReadyRange> {
    return this.iterate(
      (start, stop) => Math.min(stop, start + this.#rows.next),
      (start, stop) => ({ start, stop, upToDate: stop === this.ready }),
    );
  }
}
