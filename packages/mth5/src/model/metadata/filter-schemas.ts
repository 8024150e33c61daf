/**
 * Attributes of filters. Poles, tables and coefficients are datasets of their groups and not listed here.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4.
 *
 * @module
 */
import type { FilterType } from '../layout.js';
import { comments, time } from './common-keys.js';
import { fixed, integer, number, text } from './key.js';
import type { InputOf, MetadataOf } from './schema.js';

const commonKeys = {
  name: text('Name of the filter', '', { check: 'filter name' }),
  gain: number('Gain', {}, 1),
  units_in: text('Units before the filter, by their long name', '', { check: 'units' }),
  units_out: text('Units behind the filter, by their long name', '', { check: 'units' }),
  sequence_number: integer('Place in the order of filters'),
  calibration_date: time('When the filter was calibrated'),
  ...comments,
};

const type = <const Value extends string>(value: Value) => ({ type: fixed('What kind of filter it is', value) });

export const zpkSchema = {
  mth5Type: undefined,
  keys: { ...commonKeys, ...type('zpk'), normalization_factor: number('Factor of normalization', {}, 1) },
};

export const coefficientSchema = { mth5Type: undefined, keys: { ...commonKeys, ...type('coefficient') } };

export const timeDelaySchema = {
  mth5Type: undefined,
  keys: { ...commonKeys, ...type('time delay'), delay: number('Delay', { units: 'seconds' }) },
};

export const fapSchema = {
  mth5Type: undefined,
  keys: { ...commonKeys, ...type('fap'), instrument_type: text('Kind of the instrument') },
};

export const firSchema = {
  mth5Type: undefined,
  keys: {
    ...commonKeys,
    ...type('fir'),
    decimation_factor: number('Factor of decimation', {}, 1),
    decimation_input_sample_rate: number(
      'Sample rate before decimation',
      { units: 'samples per second', check: 'rate' },
      1,
    ),
    gain_frequency: number('Frequency at which the gain is measured', { units: 'hertz' }),
    symmetry: text('Symmetry of the coefficients', 'NONE', { allowed: ['NONE', 'ODD', 'EVEN'] }),
  },
};

/** The schema of each type of filter, by the name of its group. */
export const filterSchemas = {
  zpk: zpkSchema,
  coefficient: coefficientSchema,
  time_delay: timeDelaySchema,
  fap: fapSchema,
  fir: firSchema,
} satisfies Record<FilterType, unknown>;

export type ZpkMetadata = MetadataOf<typeof zpkSchema>;
export type CoefficientMetadata = MetadataOf<typeof coefficientSchema>;
export type TimeDelayMetadata = MetadataOf<typeof timeDelaySchema>;
export type FapMetadata = MetadataOf<typeof fapSchema>;
export type FirMetadata = MetadataOf<typeof firSchema>;
export type ZpkMetadataInput = InputOf<typeof zpkSchema>;
export type CoefficientMetadataInput = InputOf<typeof coefficientSchema>;
export type TimeDelayMetadataInput = InputOf<typeof timeDelaySchema>;
export type FapMetadataInput = InputOf<typeof fapSchema>;
export type FirMetadataInput = InputOf<typeof firSchema>;
