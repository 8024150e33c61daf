import { isHdf5Error } from '@h5tail/adapter';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import type { ChannelType } from '../model/channel-type.js';
import { decodeChannelMetadata } from '../model/metadata/channel-metadata.js';
import type { Mth5Access } from '../mth5-access.js';
import { readStored } from '../storage/metadata-attributes.js';

/** What a channel measures; `undefined` where there is none of this name. */
export async function typeOfChannel({ store, version }: Mth5Access, ids: ChannelIds): Promise<ChannelType | undefined> {
  try {
    const dataset = await store.dataset(channelPath(version, ids));
    const stored = await readStored(dataset.attributes);
    return decodeChannelMetadata(stored, { file: store.path, object: dataset.path }).type;
  } catch (error) {
    if (isHdf5Error(error) && (error.code === 'OBJECT_NOT_FOUND' || error.code === 'WRONG_KIND')) return undefined;
    throw error;
  }
}
