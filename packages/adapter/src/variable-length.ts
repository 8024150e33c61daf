/**
 * Sequences of different lengths, held as one buffer plus offsets.
 *
 * Message files hold millions of short byte strings. One array object per message costs more than reading the file, so
 * they travel as one buffer, and a view is made only for the message that is looked at.
 *
 * @example
 * ```ts
 * const messages = VariableLength.ofBytes([Uint8Array.of(1, 2), new Uint8Array(0)]);
 * messages.length; // 2
 * messages.at(0); // Uint8Array [1, 2], a view
 * ```
 */
export class VariableLength<Values extends ArrayLike<unknown> = Uint8Array> {
  /** All elements of all sequences, one after the other. */
  readonly values: Values;
  /** Sequence `i` is `values[offsets[i]] … values[offsets[i + 1] - 1]`; one entry more than there are sequences. */
  readonly offsets: Uint32Array;

  /**
   * @throws RangeError where the offsets decrease, do not start at 0 or do not end at the length of `values`.
   */
  constructor(values: Values, offsets: Uint32Array) {
    if (offsets.length === 0 || offsets[0] !== 0 || offsets[offsets.length - 1] !== values.length) {
      throw new RangeError('offsets must start at 0 and end at the number of values');
    }
    for (let i = 1; i < offsets.length; i++) {
      if ((offsets[i] as number) < (offsets[i - 1] as number)) throw new RangeError(`offsets decrease at ${i}`);
    }
    this.values = values;
    this.offsets = offsets;
  }

  /** Packs byte strings; their bytes are copied once. */
  static ofBytes(sequences: readonly Uint8Array[]): VariableLength<Uint8Array> {
    const offsets = new Uint32Array(sequences.length + 1);
    sequences.forEach((sequence, i) => (offsets[i + 1] = (offsets[i] as number) + sequence.byteLength));
    const values = new Uint8Array(offsets[sequences.length] as number);
    sequences.forEach((sequence, i) => values.set(sequence, offsets[i]));
    return new VariableLength(values, offsets);
  }

  /** Number of sequences. */
  get length(): number {
    return this.offsets.length - 1;
  }

  /**
   * Sequence `index`: a view where `values` is a typed array, else a copy.
   *
   * @throws RangeError where there is no such sequence.
   */
  at(index: number): Values {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new RangeError(`no sequence ${index} of ${this.length}`);
    }
    return this.#valuesBetween(this.offsets[index] as number, this.offsets[index + 1] as number);
  }

  /**
   * Sequences `start` to `stop - 1`. Their values are a view where `values` is a typed array, else a copy; the offsets are a
   * copy.
   *
   * @throws RangeError where there are no such sequences.
   */
  slice(start: number, stop: number): VariableLength<Values> {
    if (!(Number.isInteger(start) && Number.isInteger(stop) && start >= 0 && start <= stop && stop <= this.length)) {
      throw new RangeError(`no sequences ${start} to ${stop} of ${this.length}`);
    }
    const first = this.offsets[start] as number;
    const offsets = this.offsets.slice(start, stop + 1);
    if (first !== 0) for (let i = 0; i < offsets.length; i++) (offsets[i] as number) -= first;
    return new VariableLength(this.#valuesBetween(first, this.offsets[stop] as number), offsets);
  }

  /** The sequences in order. */
  *[Symbol.iterator](): Generator<Values> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  #valuesBetween(start: number, stop: number): Values {
    const values: unknown = this.values;
    return (ArrayBuffer.isView(values)
      ? (values as Uint8Array).subarray(start, stop)
      : (values as unknown[]).slice(start, stop)) as unknown as Values;
  }
}
