/**
 * Attributes of channels, which depend on what they measure.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4.
 *
 * @module
 */
import type { ChannelType } from '../channel-type.js';
import { comments, fdsn, instrument, place, startAndEnd, surveyedPlace, timePeriod } from './common-keys.js';
import {
  filters,
  fixed,
  integer,
  integerOrNone,
  number,
  optionalInteger,
  optionalNumber,
  optionalText,
  text,
  within,
} from './key.js';
import type { InputOf, MetadataOf } from './schema.js';

const commonKeys = {
  units: text('Units of the samples, by their long name', '', { check: 'units' }),
  sample_rate: number('Sample rate', { units: 'samples per second', check: 'rate' }),
  channel_number: integer('Number of the channel on the data logger'),
  measurement_azimuth: number('Direction of the sensor, clockwise from north', { units: 'degrees' }),
  measurement_tilt: number('Tilt of the sensor from the horizontal', { units: 'degrees' }),
  filters: filters('Filters that were applied to the samples, in order'),
  ...within('data_quality', {
    'rating.value': integerOrNone('How good the data are, 1 to 5, or 0 for unrated'),
    'rating.author': optionalText('Who rated the data'),
    'rating.method': optionalText('How the data were rated'),
    warnings: optionalText('What to beware of'),
    good_from_period: optionalNumber('Shortest good period', { units: 'seconds' }),
    good_to_period: optionalNumber('Longest good period', { units: 'seconds' }),
    flag: optionalInteger('Flag of quality'),
    ...comments,
  }),
  ...timePeriod,
  ...comments,
  ...fdsn,
  channel_id: optionalText('Id of the channel'),
  translated_azimuth: optionalNumber('Direction after a rotation', { units: 'degrees' }),
  translated_tilt: optionalNumber('Tilt after a rotation', { units: 'degrees' }),
};

const sensorKeys = { ...within('sensor', instrument), ...within('location', place) };

const electrode = { ...surveyedPlace, ...instrument };

export const electricSchema = {
  mth5Type: 'Electric',
  keys: {
    component: text('Component, for example ex', '', { check: 'electric component' }),
    type: fixed('What the channel measures', 'electric'),
    ...commonKeys,
    dipole_length: number('Distance between the electrodes', { units: 'meters' }),
    ...within('ac', startAndEnd('Alternating voltage between the electrodes', 'volts')),
    ...within('dc', startAndEnd('Direct voltage between the electrodes', 'volts')),
    ...within('contact_resistance', startAndEnd('Contact resistance', 'ohms')),
    ...within('positive', electrode),
    ...within('negative', electrode),
  },
};

export const magneticSchema = {
  mth5Type: 'Magnetic',
  keys: {
    component: text('Component, for example hx', '', { check: 'magnetic component' }),
    type: fixed('What the channel measures', 'magnetic'),
    ...commonKeys,
    ...sensorKeys,
    ...within('h_field_max', startAndEnd('Largest magnetic field', 'nanotesla')),
    ...within('h_field_min', startAndEnd('Smallest magnetic field', 'nanotesla')),
  },
};

export const auxiliarySchema = {
  mth5Type: 'Auxiliary',
  keys: {
    component: text('Component, for example temperature', '', { check: 'auxiliary component' }),
    type: fixed('What the channel measures', 'auxiliary'),
    ...commonKeys,
    ...sensorKeys,
  },
};

/** The schema of each type of channel. */
export const channelSchemas = {
  electric: electricSchema,
  magnetic: magneticSchema,
  auxiliary: auxiliarySchema,
} satisfies Record<ChannelType, unknown>;

export type ElectricMetadata = MetadataOf<typeof electricSchema>;
export type ElectricMetadataInput = InputOf<typeof electricSchema>;
export type MagneticMetadata = MetadataOf<typeof magneticSchema>;
export type MagneticMetadataInput = InputOf<typeof magneticSchema>;
export type AuxiliaryMetadata = MetadataOf<typeof auxiliarySchema>;
export type AuxiliaryMetadataInput = InputOf<typeof auxiliarySchema>;

/** Metadata of any channel; `type` tells which. */
export type ChannelMetadata = ElectricMetadata | MagneticMetadata | AuxiliaryMetadata;
export type ChannelMetadataInput = ElectricMetadataInput | MagneticMetadataInput | AuxiliaryMetadataInput;
