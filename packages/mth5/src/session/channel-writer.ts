import { Hdf5Error, type Dataset, type Hdf5ErrorContext, type NumericArray } from '@h5tail/adapter';
import { sampleTime } from '../model/sample-time.js';
import { instantText, toMicrosecond } from '../model/time.js';
import type { ChannelRow } from '../storage/channel-row.js';
import { PendingSamples } from './pending-samples.js';
import { hasData, SampleType } from './sample-type.js';

/** What a channel that is opened for writing begins with. */
export interface ChannelBeginning {
  readonly dataset: Dataset;
  readonly row: ChannelRow;
  /** Number of its row in the table. */
  readonly rowIndex: number;
  /** Time of the first sample, in nanoseconds since 1970. */
  readonly start: bigint;
  /** Whether the one sample that is there only keeps the place, as MTH5 makes channels without data. */
  readonly isPlaceholder: boolean;
}

/** A channel that is appended to: what is in the file, and what waits to be written. */
export class ChannelWriter {
  readonly path: string;
  readonly type: SampleType;
  /** Samples per second. */
  readonly rate: number;
  readonly chunk: number;
  readonly isFiltered: boolean;
  readonly rowIndex: number;
  readonly pending: PendingSamples;
  readonly #place: Hdf5ErrorContext;
  #row: ChannelRow;
  #start: bigint;
  #written: number;
  #hasData: boolean;

  constructor({ dataset, row, rowIndex, start, isPlaceholder }: ChannelBeginning) {
    this.#place = { file: dataset.file.path, object: dataset.path };
    if (!(row.sample_rate > 0)) {
      throw new Hdf5Error('INVALID_DATA', 'the channel has no sample rate, so its samples have no times', {
        ...this.#place,
        remedy: 'Give it one before samples are appended',
      });
    }
    this.path = dataset.path;
    this.type = new SampleType(dataset.dtype, this.#place);
    this.rate = row.sample_rate;
    this.chunk = dataset.chunks?.[0] ?? 1;
    this.isFiltered = dataset.filters.length > 0;
    this.rowIndex = rowIndex;
    this.pending = new PendingSamples(this.type);
    this.#row = row;
    this.#start = start;
    this.#written = isPlaceholder ? 0 : (dataset.shape?.[0] ?? 0);
    this.#hasData = row.has_data;
  }

  /** For errors. */
  get place(): Hdf5ErrorContext {
    return this.#place;
  }

  get row(): ChannelRow {
    return this.#row;
  }

  /** Time of the first sample. */
  get start(): bigint {
    return this.#start;
  }

  /** Samples that are in the file and were told to its readers. */
  get written(): number {
    return this.#written;
  }

  /** Those with the ones that wait. */
  get length(): number {
    return this.#written + this.pending.length;
  }

  /** Time of the sample that comes next. */
  get next(): bigint {
    return sampleTime(this.#start, this.length, this.rate);
  }

  /**
   * Says when the first sample was taken; before there is one. Rounded to what the table can say: readers work out the end of a row
   * from its start.
   */
  begin(start: bigint): void {
    this.#start = toMicrosecond(start);
  }

  /** Samples in front of the next one, at most `count`; those in the file as the caller has read them. */
  edge(count: number, stored: readonly number[]): number[] {
    const recent = this.pending.last(count);
    return recent.length < count ? [...stored.slice(recent.length - count), ...recent] : recent;
  }

  /** Takes samples out that have reached the file. */
  tookIn(count: number, samples: NumericArray): void {
    this.#hasData ||= hasData(samples);
    this.pending.drop(count);
    this.#written += count;
  }

  /** Its row as of now, for the table. */
  renewRow(): ChannelRow {
    // The row's end is counted from the start as the row can say it, by which readers tell that they have read it whole.
    const last = sampleTime(toMicrosecond(this.#start), Math.max(0, this.#written - 1), this.rate);
    this.#row = {
      ...this.#row,
      n_samples: this.#written,
      start: instantText(this.#start),
      end: instantText(last),
      has_data: this.#hasData,
    };
    return this.#row;
  }
}
