import { Hdf5Error } from '@h5tail/adapter';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import type { ChannelType } from '../model/channel-type.js';
import { completeChannelMetadata, encodeChannelMetadata } from '../model/metadata/channel-metadata.js';
import type { ChannelMetadataInput } from '../model/metadata/channel-schemas.js';
import { epoch, instantText, parseInstant } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import { createChannel, sampleDtype, type ChannelStorage } from './create-channel.js';
import { typeOfChannel } from './type-of-channel.js';

/** What a new channel is. */
export interface AddChannelOptions extends ChannelStorage {
  /** Samples per second, above zero. */
  readonly sampleRate: number;
  /** Time of the first sample: ISO 8601, or nanoseconds since 1970. Default: told when the first samples are appended. */
  readonly start?: string | bigint;
  /** Default: by the first letter of its component. */
  readonly type?: ChannelType;
  /** Units of the samples. Default: none. */
  readonly units?: string;
  /** Other attributes. */
  readonly metadata?: ChannelMetadataInput;
}

/**
 * Adds a channel, unless there is one of this name.
 *
 * @returns What it measures.
 */
export async function addChannel(
  access: Mth5Access,
  ids: ChannelIds,
  type: ChannelType,
  options: AddChannelOptions,
): Promise<ChannelType> {
  const path = channelPath(access.version, ids);
  const { sampleRate, start = epoch, units, metadata } = options;
  const dtype = sampleDtype(options.dtype ?? 'i4');
  if (!(sampleRate > 0) || !Number.isFinite(sampleRate)) {
    throw new Hdf5Error('INVALID_DATA', `a sample rate of ${sampleRate} gives samples no times`, {
      file: access.path,
      object: path,
      remedy: 'Give the number of samples per second',
    });
  }
  const time = instantText(typeof start === 'string' ? parseInstant(start) : start);
  const attributes = encodeChannelMetadata(
    completeChannelMetadata(
      {
        ...metadata,
        type,
        component: ids.channel,
        sample_rate: sampleRate,
        'time_period.start': time,
        'time_period.end': time,
        ...(units === undefined ? {} : { units }),
      } as ChannelMetadataInput,
      { file: access.path, object: path },
    ),
  );
  const { session, version } = access;
  const existing = await access.inspect(() => typeOfChannel(access, ids));
  if (existing !== undefined) return existing;
  await session.changeStructure(async (structure) => {
    // Another call may have added it meanwhile.
    if (await structure.file.root.has(path)) return;
    session.made(await createChannel(structure, version, { ids, type, attributes, dtype, storage: options }));
  });
  return type;
}
