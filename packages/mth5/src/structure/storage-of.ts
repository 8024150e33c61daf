import { filterIds, type Dataset } from '@h5tail/adapter';
import { sampleDtypeOf, type ChannelStorage } from './create-channel.js';

/** How a channel is stored, for another one that shall be stored so. */
export function storageOf({ dtype, chunks, filters }: Dataset): ChannelStorage {
  const level = filters.find(({ id }) => id === filterIds.deflate)?.options[0];
  return {
    dtype: sampleDtypeOf(dtype),
    ...(chunks?.[0] === undefined ? {} : { chunk: chunks[0] }),
    ...(level === undefined ? {} : { compression: level }),
  };
}
