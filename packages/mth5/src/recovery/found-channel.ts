import { readDatasetExtents } from '@h5tail/local-file';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import type { Mth5Version } from '../model/layout.js';
import { referencedAddress } from '../storage/channel-row.js';
import { channelsIn } from '../storage/channel-tree.js';
import type { Store } from '../storage/store.js';

/** A dataset in a run, which is a channel if its attributes say so. */
export interface FoundChannel {
  readonly ids: ChannelIds;
  readonly path: string;
  /** Object reference to it. */
  readonly reference: Uint8Array;
  /** Samples that it has now. */
  readonly length: number;
}

/**
 * All datasets of all runs, in the order of names, with their lengths. They are looked for in the groups; none is opened.
 *
 * @throws Hdf5Error as `Group.children`.
 */
export async function findChannels(store: Store, version: Mth5Version): Promise<FoundChannel[]> {
  const found: Omit<FoundChannel, 'length'>[] = [];
  for await (const ids of channelsIn(store.file, version)) {
    const path = channelPath(version, ids);
    found.push({ ids, path, reference: await store.file.createReference(path) });
  }
  const extents = readDatasetExtents(
    store.path,
    found.map(({ reference }) => referencedAddress(reference)),
  );
  const channels: FoundChannel[] = [];
  for (const [index, channel] of found.entries()) {
    const length = extents[index]?.[0] ?? (await store.dataset(channel.path)).shape?.[0] ?? 0;
    channels.push({ ...channel, length });
  }
  return channels;
}
