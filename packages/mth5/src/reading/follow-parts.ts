import { channelPath, type ChannelIds } from '../model/channel-path.js';
import type { Mth5Access } from '../mth5-access.js';
import { followSettings, type FollowSamplesOptions } from './follow-options.js';
import { openSource } from './open-source.js';
import type { SessionRangesParts } from './session-ranges.js';

/** What a follow of channels of one run needs. @throws RangeError; Hdf5Error `OBJECT_NOT_FOUND`. */
export async function followParts(
  access: Mth5Access,
  channels: readonly [ChannelIds, ...ChannelIds[]],
  options: FollowSamplesOptions,
): Promise<SessionRangesParts> {
  const { from, blockSamples, retryBudgetMs } = followSettings(options);
  const source = await openSource(access, channels);
  const dataset = await access.store.dataset(channelPath(access.version, channels[0]));
  return {
    source,
    dataset,
    mark: access.mark,
    options,
    blockSamples,
    retryBudgetMs,
    from: from < 0 ? Math.max(0, source.length + from) : from,
  };
}
