import { Hdf5Error, type Hdf5ErrorContext, type NumericArray } from '@h5tail/adapter';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import type { Mth5Version } from '../model/layout.js';
import type { Store } from '../storage/store.js';
import { align, type Alignment, type SampleClock } from './alignment.js';
import type { SampleCounts } from './sample-counts.js';

/** A channel to read, with what its attributes tell of its times. */
export interface SourceChannel {
  readonly ids: ChannelIds;
  readonly clock: SampleClock;
}

/** What a source reads from. */
export interface SampleSourceParts {
  readonly store: Store;
  readonly version: Mth5Version;
  readonly counts: SampleCounts;
  /** Of one run. */
  readonly channels: readonly SourceChannel[];
}

/** The samples of one or more channels of a run, aligned by time: sample 0 is the first that all of them have. */
export class SampleSource {
  readonly #parts: SampleSourceParts;
  #alignment: Alignment | undefined;
  #length = 0;

  constructor(parts: SampleSourceParts) {
    this.#parts = parts;
  }

  get channels(): readonly SourceChannel[] {
    return this.#parts.channels;
  }

  /** For errors: the file, and the first of the channels. */
  get place(): Hdf5ErrorContext {
    const { store, version, channels } = this.#parts;
    const [first] = channels;
    return { file: store.path, ...(first !== undefined && { object: channelPath(version, first.ids) }) };
  }

  /** Number of samples that every channel had at the last look. */
  get length(): number {
    return this.#length;
  }

  /** @throws Hdf5Error `INVALID_DATA` where the channels have different rates. */
  get alignment(): Alignment {
    return this.#alignment ?? this.#align(this.channels.map(({ clock }) => clock));
  }

  /** Looks how many samples every channel has by now. @throws Hdf5Error as `Dataset.refresh`. */
  async look(): Promise<number> {
    const { counts, channels } = this.#parts;
    const visible = await counts.of(channels.map(({ ids }) => ids));
    // A session says when the first sample was taken only when it has one.
    if (this.#alignment === undefined && visible.every(({ length }) => length > 0)) {
      this.#alignment = this.#align(
        channels.map(({ clock }, index) => ({ ...clock, start: visible[index]?.start ?? clock.start })),
      );
    }
    const { offsets } = this.alignment;
    this.#length = Math.max(0, Math.min(...visible.map(({ length }, index) => length - (offsets[index] ?? 0))));
    return this.#length;
  }

  /**
   * Samples of every channel, in their order; the arrays are the caller's own.
   *
   * @throws Hdf5Error as `Dataset.read`; `OUT_OF_RANGE` beyond the samples of the last look.
   */
  async read(start: number, stop: number, signal?: AbortSignal): Promise<NumericArray[]> {
    const { store, version } = this.#parts;
    if (start < 0 || stop > this.#length) throw this.#outOfRange(start, stop);
    const { offsets } = this.alignment;
    const samples: NumericArray[] = [];
    for (const [index, { ids }] of this.channels.entries()) {
      const dataset = await store.dataset(channelPath(version, ids));
      // Where channels have no time in common, none of them need have a sample at the offset.
      const offset = stop > start ? (offsets[index] ?? 0) : -start;
      const { data } = await dataset.read([[start + offset, stop + offset]], signal === undefined ? {} : { signal });
      samples.push(data as NumericArray);
    }
    return samples;
  }

  #align(clocks: readonly SampleClock[]): Alignment {
    return align(clocks, { file: this.#parts.store.path });
  }

  /** The fault of asking for samples by time where they have none. */
  withoutTimes(): Hdf5Error {
    return new Hdf5Error('INVALID_DATA', 'the file tells no sample rate, so the samples have no times', {
      file: this.#parts.store.path,
      object: this.channels.map(({ ids }) => ids.channel).join(', '),
      remedy: 'Read them by number',
    });
  }

  #outOfRange(start: number, stop: number): Hdf5Error {
    return new Hdf5Error('OUT_OF_RANGE', `samples ${start} to ${stop} of ${this.#length} were asked for`, {
      file: this.#parts.store.path,
      object: this.channels.map(({ ids }) => ids.channel).join(', '),
    });
  }
}
