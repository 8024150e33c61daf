import { filterIds, isNumberDtype, type Dataset } from '@h5tail/adapter';
import { sampleDtype, type NewChannel } from './create-channel.js';

/** How a channel is stored, for another one that shall be stored so. */
export function storageOf({ dtype, chunks, filters }: Dataset): Pick<NewChannel, 'dtype' | 'storage'> {
  const level = filters.find(({ id }) => id === filterIds.deflate)?.options[0];
  return {
    dtype: isNumberDtype(dtype) ? dtype : sampleDtype('f8'),
    storage: {
      ...(chunks?.[0] === undefined ? {} : { chunk: chunks[0] }),
      ...(level === undefined ? {} : { compression: level }),
    },
  };
}
