/** Stretches of a file, in its order and without overlaps: the first and the end of each, as byte counts from its beginning. */
export type ByteRanges = Float64Array<ArrayBuffer>;

/** Collects stretches in any order. */
export class RangeCollector {
  #starts = new Float64Array(2 ** 10);
  #ends = new Float64Array(2 ** 10);
  #count = 0;

  add(start: number, end: number): void {
    if (end <= start) return;
    if (this.#count === this.#starts.length) {
      this.#starts = longer(this.#starts);
      this.#ends = longer(this.#ends);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  /**
   * What is left of a file without these stretches.
   *
   * @param size Of the file.
   * @param worth Stretches in one piece that are shorter than this are left too.
   */
  rest(size: number, worth: number): ByteRanges {
    // How many have begun at a place, and how many have ended, is all that counts: so both are sorted by themselves.
    const starts = this.#starts.subarray(0, this.#count).toSorted();
    const ends = this.#ends.subarray(0, this.#count).toSorted();
    const found: number[] = [];
    let at = 0;
    for (let first = 0; first < this.#count;) {
      let last = first;
      while (last + 1 < this.#count && (starts[last + 1] as number) <= (ends[last] as number)) last++;
      const start = Math.min(size, starts[first] as number);
      const end = Math.min(size, ends[last] as number);
      if (end - start >= worth) {
        if (start > at) found.push(at, start);
        at = end;
      }
      first = last + 1;
    }
    if (size > at) found.push(at, size);
    return Float64Array.from(found);
  }
}

/** Bytes in all. */
export function lengthOf(ranges: ByteRanges): number {
  let length = 0;
  for (let i = 0; i < ranges.length; i += 2) length += (ranges[i + 1] as number) - (ranges[i] as number);
  return length;
}

function longer(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
