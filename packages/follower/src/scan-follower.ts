import { Follower, type Followed } from './follower.js';
import type { ScanShape } from './scan-shape.js';

/** What followers have in common that go by the key datasets of a scan. */
export abstract class ScanFollower<Item> extends Follower<Item> {
  readonly #scan: ScanShape;

  protected constructor(followed: Followed, scan: ScanShape) {
    super(followed);
    this.#scan = scan;
  }

  /** Number of axes of the scan. */
  get scanRank(): number {
    return this.#scan.rank;
  }

  /** Largest extents of the scan, slowest axis first; `null` along an axis without a limit. */
  get maxShape(): readonly (number | null)[] {
    return this.#scan.maxShape;
  }

  /**
   * Extents that turn the index of a point into a position (see `unravelIndex`): `maxShape`, and along an axis without a
   * limit the extent at the last poll.
   */
  get scanShape(): readonly number[] {
    return this.#scan.extents;
  }
}
