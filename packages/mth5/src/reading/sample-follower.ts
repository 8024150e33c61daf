import { ExtentFollower, type ExtentFollowerOptions, type ReadyRange } from '@h5tail/follower';

/** Follows samples by ranges of a size that one block takes, so that its position is that of the blocks. */
export class SampleFollower extends ExtentFollower {
  readonly #blockSamples: number;

  /** @param blockSamples Samples of a block at most. */
  constructor(options: ExtentFollowerOptions, blockSamples: number) {
    super(options);
    this.#blockSamples = blockSamples;
  }

  override ranges(): AsyncIterableIterator<ReadyRange> {
    return this.iterate(
      (start, stop) => Math.min(stop, start + this.#blockSamples),
      (start, stop) => ({ start, stop, upToDate: stop === this.ready }),
    );
  }
}
