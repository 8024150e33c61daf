import type { NumericArray } from '@h5tail/adapter';
import type { SampleType } from './sample-type.js';

/** Samples of one channel that were taken and are not written yet, in pieces as they came. */
export class PendingSamples {
  readonly #type: SampleType;
  #pieces: NumericArray[] = [];
  #length = 0;

  constructor(type: SampleType) {
    this.#type = type;
  }

  get length(): number {
    return this.#length;
  }

  /** @param samples Stay as they are from now on. */
  add(samples: NumericArray): void {
    if (samples.length === 0) return;
    this.#pieces.push(samples);
    this.#length += samples.length;
  }

  /** The first `count`, in one array. They stay here until they are dropped, as writing them may fail. */
  first(count: number): NumericArray {
    const [piece] = this.#pieces;
    if (piece !== undefined && piece.length === count) return piece;
    const joined = this.#type.allocate(count);
    let filled = 0;
    for (const part of this.#pieces) {
      if (filled === count) break;
      const taken = part.subarray(0, Math.min(part.length, count - filled));
      copy(taken, joined, filled);
      filled += taken.length;
    }
    return joined;
  }

  /** The last `count`, or fewer where there are not so many; oldest first. */
  last(count: number): number[] {
    const found: number[] = [];
    for (let at = this.#pieces.length - 1; at >= 0 && found.length < count; at--) {
      const piece = this.#pieces[at] as NumericArray;
      const start = Math.max(0, piece.length - (count - found.length));
      found.unshift(...Array.from(piece.subarray(start) as ArrayLike<number | bigint>, Number));
    }
    return found;
  }

  drop(count: number): void {
    let left = count;
    while (left > 0) {
      const piece = this.#pieces[0] as NumericArray;
      if (piece.length > left) {
        this.#pieces[0] = piece.subarray(left);
        break;
      }
      this.#pieces.shift();
      left -= piece.length;
    }
    this.#length -= count;
  }
}

/** Both are of the class that the dtype of the channel asks for. */
function copy(from: NumericArray, to: NumericArray, at: number): void {
  (to.set as (array: NumericArray, offset: number) => void).call(to, from, at);
}
