import { describe, expect, it } from 'vitest';
import { channelSchemas } from '../../../src/model/metadata/channel-schemas.js';
import { completeMetadata } from '../../../src/model/metadata/complete.js';
import { encodeMetadata } from '../../../src/model/metadata/encode.js';
import { filterSchemas } from '../../../src/model/metadata/filter-schemas.js';
import { rootSchema } from '../../../src/model/metadata/root-schema.js';
import { runSchema } from '../../../src/model/metadata/run-schema.js';
import type { Schema } from '../../../src/model/metadata/schema.js';
import { stationSchema } from '../../../src/model/metadata/station-schema.js';
import { surveySchema } from '../../../src/model/metadata/survey-schema.js';

/** The attributes of an object of which nothing is known. */
function defaults(schema: Schema): Record<string, string | number | bigint | boolean> {
  const attributes = encodeMetadata(schema, completeMetadata(schema, {}));
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
}

/** The names with a prefix, all with one value. */
function each<Value>(prefix: string, names: string, value: Value): Record<string, Value> {
  return Object.fromEntries(names.split(' ').map((name) => [`${prefix}${name}`, value]));
}

const t0 = '1980-01-01T00:00:00+00:00';
const reference = { hdf5_reference: '<HDF5 object reference>' };
const provenance = {
  ...each('provenance.', 'archive.name creator.author submitter.author software.author software.name', ''),
  'provenance.software.version': '',
  'provenance.creation_time': t0,
};
const timePeriod = { 'time_period.start': t0, 'time_period.end': t0 };
const place = (prefix: string) => ({
  [`${prefix}datum`]: 'WGS 84',
  ...each(prefix, 'latitude longitude elevation x y z', 0),
});
const surveyedPlace = (prefix: string) => ({
  ...place(prefix),
  ...each(prefix, 'x2 y2 z2', 0),
  ...each(prefix, 'latitude_uncertainty longitude_uncertainty elevation_uncertainty', 0),
  ...each(prefix, 'x_uncertainty y_uncertainty z_uncertainty', 0),
});
const channel = {
  ...reference,
  component: '',
  units: '',
  sample_rate: 0,
  channel_number: 0n,
  measurement_azimuth: 0,
  measurement_tilt: 0,
  filters: '[]',
  'data_quality.rating.value': 'none',
  ...timePeriod,
};

const expected: readonly (readonly [string, Schema, number, Record<string, unknown>])[] = [
  [
    'root',
    rootSchema,
    7,
    {
      'file.type': 'MTH5',
      'file.version': '0.2.0',
      data_level: 1n,
      'file.access.platform': '',
      'file.access.time': t0,
      'mth5.software.version': '',
      'mth5.software.name': 'mth5',
    },
  ],
  [
    'Survey',
    surveySchema,
    19,
    {
      mth5_type: 'Survey',
      ...reference,
      ...each('', 'id name project summary geographic_name acquired_by.author project_lead.author', ''),
      datum: 'WGS 84',
      release_license: 'CC-BY-4.0',
      ...each('northwest_corner.', 'latitude longitude elevation', 0),
      ...each('southeast_corner.', 'latitude longitude elevation', 0),
      ...each('time_period.', 'start_date end_date', '1980-01-01'),
    },
  ],
  [
    'Station',
    stationSchema,
    39,
    {
      mth5_type: 'Station',
      ...reference,
      ...each('', 'id geographic_name acquired_by.author', ''),
      data_type: 'BBMT',
      channel_layout: 'X',
      channels_recorded: '[]',
      run_list: '[]',
      ...surveyedPlace('location.'),
      'location.declination.model': 'IGRF',
      'location.declination.value': 0,
      'orientation.method': 'compass',
      'orientation.reference_frame': 'geographic',
      'orientation.value': 'orthogonal',
      ...provenance,
      ...timePeriod,
    },
  ],
  [
    'Run',
    runSchema,
    27,
    {
      mth5_type: 'Run',
      ...reference,
      id: '',
      sample_rate: 0,
      ...timePeriod,
      data_type: 'BBMT',
      ...each('channels_recorded_', 'electric magnetic auxiliary', '[]'),
      ...each('', 'acquired_by.author metadata_by.author', ''),
      ...each('data_logger.firmware.', 'author name version', ''),
      ...each('data_logger.power_source.voltage.', 'start end', 0),
      'data_logger.timing_system.type': 'GPS',
      ...each('data_logger.timing_system.', 'drift uncertainty', 0),
      ...provenance,
    },
  ],
  [
    'Electric',
    channelSchemas.electric,
    52,
    {
      mth5_type: 'Electric',
      type: 'electric',
      ...channel,
      dipole_length: 0,
      ...each('', 'ac.start ac.end dc.start dc.end contact_resistance.start contact_resistance.end', 0),
      ...surveyedPlace('positive.'),
      ...surveyedPlace('negative.'),
    },
  ],
  [
    'Magnetic',
    channelSchemas.magnetic,
    24,
    {
      mth5_type: 'Magnetic',
      type: 'magnetic',
      ...channel,
      ...place('location.'),
      ...each('h_field_', 'max.start max.end min.start min.end', 0),
    },
  ],
  [
    'Auxiliary',
    channelSchemas.auxiliary,
    20,
    { mth5_type: 'Auxiliary', type: 'auxiliary', ...channel, ...place('location.') },
  ],
];

describe('attributes by default', () => {
  it.each(expected)('of %s are those of MTH5', (_, schema, count, attributes) => {
    expect(defaults(schema)).toEqual(attributes);
    expect(Object.keys(attributes)).toHaveLength(count);
  });

  it.each([
    ['zpk', 'zpk', { normalization_factor: 1 }],
    ['coefficient', 'coefficient', {}],
    ['time_delay', 'time delay', { delay: 0 }],
    ['fap', 'fap', { instrument_type: '' }],
    ['fir', 'fir', { decimation_factor: 1, decimation_input_sample_rate: 1, gain_frequency: 0, symmetry: 'NONE' }],
  ] as const)('of filters of type %s are those of MTH5', (group, type, attributes) => {
    expect(defaults(filterSchemas[group])).toEqual({
      name: '',
      type,
      gain: 1,
      units_in: '',
      units_out: '',
      sequence_number: 0n,
      calibration_date: t0,
      ...attributes,
    });
  });

  it('are float64 but for numbers of channels and the like', () => {
    for (const [name, schema, count] of expected) {
      const attributes = encodeMetadata(schema, completeMetadata(schema, {}));
      expect(attributes, name).toHaveLength(count);
      for (const { name: key, kind, value } of attributes) {
        expect(typeof value, key).toBe(
          { text: 'string', number: 'number', integer: 'bigint', boolean: 'boolean' }[kind],
        );
      }
    }
  });
});
