import type { NumericArray } from '@h5tail/adapter';
import type { SampleType } from './sample-type.js';

const firstCapacity = 4096;
/** Memory for more samples than this is given back as soon as none wait. */
const keptCapacity = 1_048_576;

/** Samples of one channel that were taken and are not written yet. */
export class PendingSamples {
  readonly #type: SampleType;
  #samples: NumericArray;
  #length = 0;

  constructor(type: SampleType) {
    this.#type = type;
    this.#samples = type.allocate(0);
  }

  get length(): number {
    return this.#length;
  }

  /** Copies samples, which are of the channel's own class. */
  add(samples: NumericArray): void {
    const needed = this.#length + samples.length;
    if (needed > this.#samples.length) this.#grow(needed);
    copy(samples, this.#samples, this.#length);
    this.#length = needed;
  }

  /** The first `count`, until they are dropped: writing them may fail. */
  first(count: number): NumericArray {
    return this.#samples.subarray(0, count);
  }

  /** The last `count`, or fewer where there are not so many; oldest first. */
  last(count: number): number[] {
    const start = Math.max(0, this.#length - count);
    return Array.from(this.#samples.subarray(start, this.#length) as ArrayLike<number | bigint>, Number);
  }

  drop(count: number): void {
    this.#samples.copyWithin(0, count, this.#length);
    this.#length -= count;
    if (this.#length === 0 && this.#samples.length > keptCapacity) this.#samples = this.#type.allocate(0);
  }

  /** What is being written stays where it is. */
  #grow(needed: number): void {
    const grown = this.#type.allocate(Math.max(firstCapacity, needed, 2 * this.#samples.length));
    copy(this.#samples.subarray(0, this.#length), grown, 0);
    this.#samples = grown;
  }
}

/** Both are of the class that the dtype of the channel asks for. */
function copy(from: NumericArray, to: NumericArray, at: number): void {
  (to.set as (array: NumericArray, offset: number) => void).call(to, from, at);
}
