import type { NumberDtype, NumericArray } from '@h5tail/adapter';
import { appendToRun } from './appending/append-to-run.js';
import type { Appended, AppendOptions } from './appending/plan-append.js';
import { channelPath, type ChannelIds } from './model/channel-path.js';
import type { ChannelType } from './model/channel-type.js';
import { channelCodec } from './metadata-codec.js';
import type { ChannelMetadata, ChannelMetadataInput } from './model/metadata/channel-schemas.js';
import type { Mth5Access } from './mth5-access.js';
import { ObjectMetadata } from './object-metadata.js';
import type { FollowSamplesOptions } from './reading/follow-options.js';
import { followParts } from './reading/follow-parts.js';
import { openSource } from './reading/open-source.js';
import { blockTimes, SampleFollow, type BlockTimes } from './reading/sample-blocks.js';
import { sampleRange, type SampleSlice } from './reading/sample-slice.js';
import { SampleType, type SampleInput } from './session/sample-type.js';

/** Samples of one channel that follow one another. */
export interface ChannelBlock extends BlockTimes {
  /** The caller's own. */
  readonly samples: NumericArray;
}

/** A block of a follow. */
export interface FollowedChannelBlock extends ChannelBlock {
  /** Whether these are all that are known to be there. */
  readonly upToDate: boolean;
}

/** A channel of an open file: a series of samples taken at a fixed rate. */
export class Channel {
  readonly #access: Mth5Access;
  readonly #metadata: ObjectMetadata<ChannelMetadata, ChannelMetadataInput>;
  readonly ids: ChannelIds;
  readonly type: ChannelType;

  /** @internal Ask a run for its channels. */
  constructor(access: Mth5Access, ids: ChannelIds, type: ChannelType) {
    this.#access = access;
    this.ids = ids;
    this.type = type;
    this.#metadata = new ObjectMetadata(access, channelCodec, this.path, 'dataset');
  }

  /** Its component, for example `ex`. */
  get id(): string {
    return this.ids.channel;
  }

  /** Path of the dataset inside the file. */
  get path(): string {
    return channelPath(this.#access.version, this.ids);
  }

  /** Its attributes. During a session `time_period` is as it was before; the times of samples come with the samples. */
  metadata(): Promise<ChannelMetadata> {
    return this.#metadata.read();
  }

  /**
   * Changes some of its attributes, and keeps the rest.
   *
   * @throws Hdf5Error `INVALID_DATA`, `READ_ONLY`, `CLOSED`.
   */
  update(input: ChannelMetadataInput): Promise<ChannelMetadata> {
    return this.#metadata.update(input);
  }

  /** What its samples are stored as. @throws Hdf5Error `WRONG_DTYPE` where that is no number; `CLOSED`. */
  async dtype(): Promise<NumberDtype> {
    return this.#access.inspect(async () => {
      const { dtype } = await this.#access.store.dataset(this.path);
      return new SampleType(dtype, { file: this.#access.path, object: this.path }).dtype;
    });
  }

  /** Number of samples that may be read. @throws Hdf5Error as `Dataset.refresh`. */
  async length(): Promise<number> {
    return (await openSource(this.#access, [this.ids])).length;
  }

  /**
   * Which samples a slice has, of those that there are.
   *
   * @returns Number of the first sample, and of the one behind the last.
   * @throws RangeError for a slice that makes no sense.
   */
  async range(slice: SampleSlice = {}): Promise<readonly [first: number, stop: number]> {
    return sampleRange(await openSource(this.#access, [this.ids]), slice);
  }

  /**
   * Appends samples. They wait until a flush is due, see `FlushPolicy`.
   *
   * @param samples Their memory may be used again when the promise is fulfilled. Of another class than the channel stores, they are converted,
   * without loss or not at all.
   * @throws Hdf5Error `INVALID_DATA` for samples that the channel does not hold, an overlap, or a gap that the policy does not fill, and
   * then nothing is appended; `NO_SPACE`, `IO`, … where writing failed, now or before; `READ_ONLY`, `CLOSED`.
   * @throws RangeError for a time that is none.
   */
  async append(samples: SampleInput, options: AppendOptions = {}): Promise<Appended> {
    return appendToRun(this.#access, this.ids, { [this.id]: samples }, options);
  }

  /**
   * Reads samples, as many of the slice as there are.
   *
   * @throws Hdf5Error as `Dataset.read`. RangeError for a slice that makes no sense.
   */
  async read(slice: SampleSlice = {}): Promise<ChannelBlock> {
    const source = await openSource(this.#access, [this.ids]);
    const [first, stop] = sampleRange(source, slice);
    const [samples] = await source.read(first, stop);
    return { ...blockTimes(source, first, stop - first), samples: samples as NumericArray };
  }

  /**
   * Follows the channel while it is being written: each sample once, in order, as soon as it is there for certain.
   *
   * @throws RangeError for a number that makes no sense; Hdf5Error `OBJECT_NOT_FOUND`, `CLOSED`.
   */
  async follow(options: FollowSamplesOptions = {}): Promise<SampleFollow<FollowedChannelBlock>> {
    const parts = await followParts(this.#access, [this.ids], options);
    return new SampleFollow(parts, ({ samples, ...block }) => ({ ...block, samples: samples[0] as NumericArray }));
  }
}
