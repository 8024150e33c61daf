import {
  Hdf5Error,
  dtypeName,
  isNumberDtype,
  numberArrayClass,
  type Dtype,
  type Hdf5ErrorContext,
  type NumberDtype,
  type NumericArray,
} from '@h5tail/adapter';

/**
 * Samples as a caller gives them. An array of another class than the channel's is converted: to integers without loss or not at all, to
 * floats by rounding.
 */
export type SampleInput = NumericArray | readonly number[];

/** What the samples of a channel are stored as. */
export class SampleType {
  readonly dtype: NumberDtype;
  readonly #place: Hdf5ErrorContext;
  readonly #class: NonNullable<ReturnType<typeof numberArrayClass>>;

  /** @throws Hdf5Error `WRONG_DTYPE` where the elements are no numbers. */
  constructor(dtype: Dtype, place: Hdf5ErrorContext) {
    const arrayClass = numberArrayClass(dtype);
    if (!isNumberDtype(dtype) || arrayClass === undefined) {
      throw new Hdf5Error('WRONG_DTYPE', 'the samples of this channel are no numbers', place);
    }
    this.dtype = dtype;
    this.#place = place;
    this.#class = arrayClass;
  }

  get isInteger(): boolean {
    return this.dtype.class === 'integer';
  }

  allocate(length: number): NumericArray {
    return new this.#class(length);
  }

  /**
   * Samples in the class of the channel: those given where they are of it, else others.
   *
   * @throws Hdf5Error `INVALID_DATA` with the index of the first sample that the channel cannot hold: a fraction, NaN or a
   * number out of range; something that is no number. TypeError for what is no array of numbers.
   */
  take(samples: SampleInput): NumericArray {
    requireArray(samples);
    if (samples.constructor === this.#class) return samples as NumericArray;
    const taken = this.allocate(samples.length);
    if (taken instanceof BigInt64Array || taken instanceof BigUint64Array) this.#takeLong(samples, taken);
    else this.#takeNumbers(samples, taken);
    return taken;
  }

  /** `count` times the same sample. @throws Hdf5Error `INVALID_DATA` where the channel does not hold it. */
  filled(count: number, value: number): NumericArray {
    const [stored] = this.#fill(value);
    const filled = this.allocate(count);
    (filled.fill as (value: unknown) => void).call(filled, stored);
    return filled;
  }

  #fill(value: number): NumericArray {
    try {
      return this.take([value]);
    } catch (cause) {
      throw new Hdf5Error('INVALID_DATA', `a gap is not filled with ${value}, which ${this.#name} does not hold`, {
        ...this.#place,
        remedy: 'Fill it with another number, or record the channel as floats of 64 bits',
        cause,
      });
    }
  }

  #takeNumbers(samples: SampleInput, taken: Exclude<NumericArray, BigInt64Array | BigUint64Array>): void {
    const mustBeExact = this.isInteger;
    for (let index = 0; index < samples.length; index++) {
      const sample = samples[index];
      const value = typeof sample === 'bigint' ? Number(sample) : sample;
      if (typeof value !== 'number') throw this.#unfit(index, sample);
      taken[index] = value;
      // An integer array wraps what it cannot hold around, and takes NaN for 0.
      if (mustBeExact && taken[index] !== value) throw this.#unfit(index, sample);
      // A float array rounds, and takes a number beyond its range for infinity.
      if (!Number.isFinite(taken[index]) && Number.isFinite(value)) throw this.#unfit(index, sample);
    }
  }

  #takeLong(samples: SampleInput, taken: BigInt64Array | BigUint64Array): void {
    for (let index = 0; index < samples.length; index++) {
      const sample = samples[index];
      if (typeof sample !== 'bigint' && !Number.isSafeInteger(sample)) throw this.#unfit(index, sample);
      const value = BigInt(sample as number | bigint);
      taken[index] = value;
      if (taken[index] !== value) throw this.#unfit(index, sample);
    }
  }

  #unfit(index: number, sample: unknown): Hdf5Error {
    return new Hdf5Error('INVALID_DATA', `sample ${index} is ${String(sample)}, which ${this.#name} does not hold`, {
      ...this.#place,
      index,
      remedy: this.#remedyFor(sample),
    });
  }

  #remedyFor(sample: unknown): string {
    if (this.isInteger) return 'Round it, or record the channel as floats';
    return typeof sample === 'number' ? 'Record the channel as floats of 64 bits' : 'Append numbers';
  }

  get #name(): string {
    return dtypeName(this.dtype) ?? 'this channel';
  }
}

/** What has no elements would pass for no samples: an `ArrayBuffer`, a `DataView`, a number. */
function requireArray(samples: unknown): void {
  if (Array.isArray(samples) || (ArrayBuffer.isView(samples) && !(samples instanceof DataView))) return;
  throw new TypeError('samples are an array of numbers or a typed array');
}

/** Whether one of them is not zero; NaN counts as data. */
export function hasData(samples: NumericArray): boolean {
  return (samples as ArrayLike<number | bigint> & { some(test: (sample: number | bigint) => boolean): boolean }).some(
    (sample) => sample !== 0 && sample !== 0n,
  );
}
