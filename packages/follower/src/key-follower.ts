import { settle } from './follow-options.js';
import type { KeyFollowerOptions } from './key-follower-options.js';
import { scanOfKeys } from './key-scan.js';
import { ReadyPrefix } from './ready-prefix.js';
import { ScanFollower } from './scan-follower.js';

/**
 * Follows a scan by its key datasets: hands out the index of each point as soon as it may be read, in order, each once.
 *
 * Only the ready prefix is handed out: a point whose key is set waits for those before it, unless `skipHolesAfterMs` says
 * how long. Iterating is single-pass and goes on where the last iteration stopped, so one follower serves one consumer.
 *
 * @example
 * ```ts
 * await using file = await openFile('scan.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * const follower = new KeyFollower({ keys: [await file.dataset('/entry/keys')] });
 * for await (const index of follower) process(index);
 * follower.end?.reason; // 'complete', 'finished', 'closed' or 'idle-timeout'
 * ```
 */
export class KeyFollower extends ScanFollower<number> {
  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where the keys are not of one scan, `WRONG_DTYPE` where a dataset holds no numbers,
   * `NULL_DATASPACE`.
   * @throws TypeError without a key; RangeError for a number that makes no sense.
   */
  constructor(options: KeyFollowerOptions) {
    const settings = settle(options);
    const keys = [...options.keys];
    const scan = scanOfKeys(keys, options.scanRank);
    const prefix = new ReadyPrefix(keys, scan, settings.from, settings.report);
    super({ settings, frontier: prefix, watched: keys }, scan);
  }

  /**
   * Indices in order. The iteration rejects with the signal's reason when that is aborted.
   *
   * @throws See {@link Follower[Symbol.asyncIterator]}.
   */
  override [Symbol.asyncIterator](): AsyncIterableIterator<number> {
    return this.iterate(
      (start) => start + 1,
      (start) => start,
    );
  }
}
