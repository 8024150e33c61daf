import {
  author,
  comments,
  dataType,
  fdsn,
  instrument,
  provenance,
  software,
  startAndEnd,
  timePeriod,
} from './common-keys.js';
import { list, number, optionalInteger, optionalText, text, within } from './key.js';
import type { InputOf, MetadataOf } from './schema.js';

/** Attributes of a run. Source: MTH5 0.6.5, mt_metadata 1.0.4. */
export const runSchema = {
  mth5Type: 'Run',
  keys: {
    id: text('Id of the run', '', { check: 'run id' }),
    sample_rate: number('Sample rate of the channels', { units: 'samples per second', check: 'rate' }),
    ...timePeriod,
    ...dataType,
    channels_recorded_electric: list('Components of the electric channels'),
    channels_recorded_magnetic: list('Components of the magnetic channels'),
    channels_recorded_auxiliary: list('Components of the auxiliary channels'),
    ...within('acquired_by', author),
    ...within('metadata_by', author),
    ...within('data_logger', {
      ...instrument,
      ...within('firmware', software),
      ...within('power_source', {
        ...within('voltage', startAndEnd('Voltage', 'volts')),
        id: optionalText('Serial number of the battery'),
        type: optionalText('Kind of the battery'),
        ...comments,
      }),
      ...within('timing_system', {
        type: text('What the clock follows', 'GPS'),
        drift: number('Drift of the clock', { units: 'seconds' }),
        uncertainty: number('Uncertainty of the clock', { units: 'seconds' }),
        n_satellites: optionalInteger('Number of satellites that were seen'),
        ...comments,
      }),
      ...within('data_storage', instrument),
    }),
    ...provenance,
    ...comments,
    ...fdsn,
  },
};

export type RunMetadata = MetadataOf<typeof runSchema>;
export type RunMetadataInput = InputOf<typeof runSchema>;
