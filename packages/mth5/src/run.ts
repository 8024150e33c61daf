import type { NumericArray } from '@h5tail/adapter';
import { appendToRun, type RunBlock, type RunIds } from './appending/append-to-run.js';
import { requireEveryChannel } from './appending/require-every-channel.js';
import type { Appended, AppendOptions } from './appending/plan-append.js';
import { Channel } from './channel.js';
import type { ChannelIds } from './model/channel-path.js';
import { channelTypeOf, requireComponent, type ChannelType } from './model/channel-type.js';
import { runPath } from './model/layout.js';
import { codecOf } from './metadata-codec.js';
import { runSchema, type RunMetadata, type RunMetadataInput } from './model/metadata/run-schema.js';
import { objectName } from './model/names.js';
import type { Mth5Access } from './mth5-access.js';
import { lookupName } from './lookup-name.js';
import { missing } from './missing.js';
import { ObjectMetadata } from './object-metadata.js';
import type { FollowSamplesOptions } from './reading/follow-options.js';
import { followParts } from './reading/follow-parts.js';
import { openSource } from './reading/open-source.js';
import { blockTimes, SampleFollow, type BlockTimes } from './reading/sample-blocks.js';
import { sampleRange, type SampleSlice } from './reading/sample-slice.js';
import { addChannel, type AddChannelOptions } from './structure/add-channel.js';
import { typeOfChannel } from './structure/type-of-channel.js';

/** Samples of the channels of a run, aligned by time. */
export interface ChannelsBlock extends BlockTimes {
  /** By the names of the channels; the caller's own. */
  readonly channels: Readonly<Record<string, NumericArray>>;
}

/** A block of a follow. */
export interface FollowedChannelsBlock extends ChannelsBlock {
  /** Whether these are all that are known to be there. */
  readonly upToDate: boolean;
}

/** Which channels of a run to read together. */
export interface ChannelChoice {
  /** Default: all that the run has at the beginning. */
  readonly channels?: readonly string[];
}

/** How samples of a run are appended. */
export interface RunAppendOptions extends AppendOptions {
  /** Whether channels of the run may be missing, for example because another program has added them meanwhile. Default: false. */
  readonly someChannels?: boolean;
}

/** A run of an open file: channels that were recorded together. */
export class Run {
  readonly #access: Mth5Access;
  readonly #metadata: ObjectMetadata<RunMetadata, RunMetadataInput>;
  readonly ids: RunIds;

  /** @internal Ask a station for its runs. */
  constructor(access: Mth5Access, ids: RunIds) {
    this.#access = access;
    this.ids = ids;
    this.#metadata = new ObjectMetadata(access, codecOf(runSchema), this.path);
  }

  get id(): string {
    return this.ids.run;
  }

  /** Path of the group inside the file. */
  get path(): string {
    const { survey, station, run } = this.ids;
    return runPath(this.#access.version, survey, station, run);
  }

  /** Its attributes, as of the last close of the file. */
  metadata(): Promise<RunMetadata> {
    return this.#metadata.read();
  }

  /** Changes some of its attributes, and keeps the rest. @throws Hdf5Error `INVALID_DATA`, `READ_ONLY`, `CLOSED`. */
  update(input: RunMetadataInput): Promise<RunMetadata> {
    return this.#metadata.update(input);
  }

  /** Names of its channels. */
  channels(): Promise<string[]> {
    return this.#access.names(this.path, 'dataset');
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  async channel(name: string): Promise<Channel> {
    const ids = { ...this.ids, channel: lookupName('channel', name) };
    const type = await this.#access.inspect(() => typeOfChannel(this.#access, ids));
    if (type === undefined) throw missing(this.#access.path, this.path, ids.channel, await this.channels());
    return new Channel(this.#access, ids, type);
  }

  /**
   * Adds a channel, also during a session. One that is there already is returned as it is.
   *
   * @param name Its component: `e…` is electric, `h…`, `b…` and `r…` magnetic, anything else auxiliary, unless `type` says otherwise.
   * @throws Hdf5Error `INVALID_DATA` for names and values that MTH5 could not read; `READ_ONLY`, `CLOSED`.
   */
  async addChannel(name: string, options: AddChannelOptions): Promise<Channel> {
    const component = objectName('channel', name, { file: this.#access.path, object: this.path });
    const type: ChannelType = options.type ?? channelTypeOf(component);
    requireComponent(type, component, { file: this.#access.path, object: this.path });
    const ids: ChannelIds = { ...this.ids, channel: component };
    return new Channel(this.#access, ids, await addChannel(this.#access, ids, type, options));
  }

  /**
   * Appends as many samples to every channel, as one step: at every moment readers see a sample in all of them or in none.
   *
   * @param block Samples by channel; see `Channel.append`.
   * @throws Hdf5Error as `Channel.append`; `INVALID_DATA` where a channel is missing, unless some may be, or the lengths differ.
   */
  async append(block: RunBlock, options: RunAppendOptions = {}): Promise<Appended> {
    requireEveryChannel(this.#access, this.ids, block, options.someChannels ?? false);
    return appendToRun(this.#access, this.ids, block, options);
  }

  /**
   * Which samples a slice has, of those that all of its channels have; see {@link Run.read}.
   *
   * @returns Number of the first sample, and of the one behind the last.
   * @throws Hdf5Error `INVALID_DATA` where the channels have different rates. RangeError for a slice that makes no sense.
   */
  async range(slice: SampleSlice & ChannelChoice = {}): Promise<readonly [first: number, stop: number]> {
    return sampleRange(await openSource(this.#access, await this.#chosen(slice)), slice);
  }

  /**
   * Reads samples of its channels, aligned by time: sample 0 is the first that all of them have.
   *
   * @throws Hdf5Error `INVALID_DATA` where they have different rates; as `Dataset.read`. RangeError.
   */
  async read(slice: SampleSlice & ChannelChoice = {}): Promise<ChannelsBlock> {
    const source = await openSource(this.#access, await this.#chosen(slice));
    const [first, stop] = sampleRange(source, slice);
    const samples = await source.read(first, stop);
    return { ...blockTimes(source, first, stop - first), channels: this.#named(source.channels, samples) };
  }

  /**
   * Follows its channels together while they are being written, aligned by time: each sample once, in order, when all channels have it.
   *
   * @throws RangeError for a number that makes no sense; Hdf5Error `OBJECT_NOT_FOUND`, `CLOSED`.
   */
  async follow(options: FollowSamplesOptions & ChannelChoice = {}): Promise<SampleFollow<FollowedChannelsBlock>> {
    const parts = await followParts(this.#access, await this.#chosen(options), options);
    return new SampleFollow(parts, ({ samples, ...block }) => ({
      ...block,
      channels: this.#named(parts.source.channels, samples),
    }));
  }

  async #chosen({ channels }: ChannelChoice): Promise<[ChannelIds, ...ChannelIds[]]> {
    const names = channels ?? (await this.channels());
    const [first, ...rest] = names.map((channel) => ({ ...this.ids, channel: channel.toLowerCase() }));
    if (first === undefined) throw missing(this.#access.path, this.path, 'channel', []);
    return [first, ...rest];
  }

  #named(
    channels: readonly { readonly ids: ChannelIds }[],
    samples: readonly NumericArray[],
  ): Readonly<Record<string, NumericArray>> {
    return Object.fromEntries(channels.map(({ ids }, index) => [ids.channel, samples[index] as NumericArray]));
  }
}
