import { time } from './common-keys.js';
import { integer, text, within } from './key.js';
import type { InputOf, MetadataOf } from './schema.js';

/**
 * Attributes of `/`, written once when a file is made.
 *
 * Source: MTH5 0.6.5. It also reads files whose type is `mth5`, `h5` or `H5`.
 */
export const rootSchema = {
  mth5Type: undefined,
  keys: {
    'file.type': text('That it is an MTH5 file', 'MTH5', { allowed: ['MTH5', 'H5'] }),
    'file.version': text('Version of the layout', '0.2.0', { allowed: ['0.1.0', '0.2.0'] }),
    data_level: integer('How far the data are processed: 0 raw to 3', 1, { check: 'data level' }),
    ...within('file.access', {
      platform: text('Operating system on which the file was made'),
      time: time('When the file was made'),
    }),
    ...within('mth5.software', {
      version: text('Version of the software that made the file'),
      name: text('Software that made the file', 'mth5'),
    }),
  },
};

export type RootMetadata = MetadataOf<typeof rootSchema>;
export type RootMetadataInput = InputOf<typeof rootSchema>;
