import { describe, expect, it } from 'vitest';
import { electricSchema } from '../../../src/model/metadata/channel-schemas.js';
import { decodeMetadata } from '../../../src/model/metadata/decode.js';
import { rootSchema } from '../../../src/model/metadata/root-schema.js';
import { runSchema } from '../../../src/model/metadata/run-schema.js';
import type { Schema } from '../../../src/model/metadata/schema.js';
import { stationSchema } from '../../../src/model/metadata/station-schema.js';
import { surveySchema } from '../../../src/model/metadata/survey-schema.js';
import { refused } from '../refused.js';

/** What one stored attribute is read as. */
function read(schema: Schema, name: string, stored: unknown): unknown {
  return (decodeMetadata(schema, new Map([[name, stored]])) as Readonly<Record<string, unknown>>)[name];
}

const cf = [{ applied: true, name: 'cf', stage: 1 }];

describe('decodeMetadata', () => {
  it.each<[Schema, string, unknown, unknown]>([
    [stationSchema, 'location.latitude', 40.5, 40.5],
    [stationSchema, 'location.latitude', Float32Array.of(40.5), 40.5],
    [stationSchema, 'location.latitude', 40n, 40],
    [stationSchema, 'location.latitude', '40.5', 40.5],
    [stationSchema, 'location.latitude', ' -4.05e+1\0', -40.5],
    [stationSchema, 'location.latitude', ['40.5'], 40.5],
    [stationSchema, 'location.latitude', true, 1],
    [stationSchema, 'location.latitude', '', 0],
    [stationSchema, 'location.elevation', 'nan', Number.NaN],
    [stationSchema, 'location.elevation', '-inf', -Infinity],
    [electricSchema, 'channel_number', BigInt64Array.of(3n), 3],
    [electricSchema, 'channel_number', 3, 3],
    [electricSchema, 'channel_number', '3', 3],
    [electricSchema, 'channel_number', '3.0', 3],
    [electricSchema, 'data_quality.rating.value', 'none', null],
    [electricSchema, 'data_quality.rating.value', 5n, 5],
    [stationSchema, 'fdsn.new_epoch', Uint8Array.of(1), true],
    [stationSchema, 'fdsn.new_epoch', 'False', false],
    [stationSchema, 'fdsn.new_epoch', 0n, false],
    [stationSchema, 'fdsn.new_epoch', 'none', undefined],
    [stationSchema, 'geographic_name', 'Earth\0\0\0', 'Earth'],
    [stationSchema, 'geographic_name', 'Earth   ', 'Earth'],
    [stationSchema, 'geographic_name', ['Earth'], 'Earth'],
    [stationSchema, 'geographic_name', 7n, '7'],
    [surveySchema, 'country', ['Chile', 'Peru'], 'Chile, Peru'],
    [stationSchema, 'id', 'st-1', 'st-1'],
    [stationSchema, 'data_type', 'bbmt', 'BBMT'],
    [stationSchema, 'data_type', 'XMT', 'XMT'],
    [stationSchema, 'data_type', '', 'BBMT'],
    [electricSchema, 'type', 'ELECTRIC', 'electric'],
    [electricSchema, 'type', 'base', 'electric'],
    [electricSchema, 'component', 'Ex', 'Ex'],
    [electricSchema, 'units', 'mV', 'milliVolt'],
    [electricSchema, 'units', 'furlong', 'furlong'],
    [rootSchema, 'file.type', 'mth5', 'MTH5'],
    [rootSchema, 'file.type', 'h5', 'H5'],
    [rootSchema, 'file.version', '0.3.0', '0.3.0'],
    [runSchema, 'time_period.start', '2026-03-01T00:00:00', '2026-03-01T00:00:00+00:00'],
    [runSchema, 'time_period.start', '2026-03-01T00:00:00.123456789Z', '2026-03-01T00:00:00.123457+00:00'],
    [runSchema, 'time_period.start', '', '1980-01-01T00:00:00+00:00'],
    [surveySchema, 'time_period.start_date', '2026-03-01T00:00:00+00:00', '2026-03-01'],
    [stationSchema, 'run_list', '[]', []],
    [stationSchema, 'run_list', 'none', []],
    [stationSchema, 'run_list', '', []],
    [stationSchema, 'run_list', '["a", "b"]', ['a', 'b']],
    [stationSchema, 'run_list', "['a', 'b']", ['a', 'b']],
    [stationSchema, 'run_list', "('a',)", ['a']],
    [stationSchema, 'run_list', '[1, true]', ['1', 'true']],
    [stationSchema, 'run_list', ['a\0', 'b\0'], ['a', 'b']],
    [stationSchema, 'run_list', ['a'], ['a']],
    [stationSchema, 'run_list', 'a', ['a']],
    [stationSchema, 'run_list', 'a, b,', ['a', 'b']],
    [electricSchema, 'filters', '', []],
    [electricSchema, 'filters', 'none', []],
    [electricSchema, 'filters', '[]', []],
    [electricSchema, 'filters', '[{"applied_filter": {"applied": true, "name": "cf", "stage": 1}}]', cf],
    [electricSchema, 'filters', "[{'applied_filter': {'applied': True, 'name': 'cf', 'stage': 1}}]", cf],
    [electricSchema, 'filters', '[{"applied": true, "name": "cf", "stage": 1}]', cf],
    [electricSchema, 'filters', ['{"applied": true, "name": "cf", "stage": 1}'], cf],
    [electricSchema, 'filters', 'cf', [{ applied: true, name: 'cf', stage: null }]],
    [
      electricSchema,
      'filters',
      ['a', 'b'],
      [
        { applied: true, name: 'a', stage: null },
        { applied: true, name: 'b', stage: null },
      ],
    ],
  ])('reads %o.%s = %o', (schema, name, stored, value) => {
    expect(read(schema, name, stored)).toEqual(value);
  });

  it('keeps what it does not know, and not what tells the kind of object', () => {
    const stored = new Map<string, unknown>([
      ['mth5_type', 'Station'],
      ['hdf5_reference', '<HDF5 object reference>'],
      ['foo', 'bar\0'],
      ['foo.bar', Float64Array.of(1)],
      ['count', 5n],
      ['odd', { real: 1 }],
    ]);
    expect(decodeMetadata(stationSchema, stored).custom).toEqual({
      foo: 'bar',
      'foo.bar': 1,
      count: 5n,
      odd: { real: 1 },
    });
    expect(decodeMetadata(stationSchema, new Map([['mth5_type', 'Station']]))).not.toHaveProperty('custom');
  });

  it.each<[Schema, string, unknown, string]>([
    [stationSchema, 'location.latitude', 95, 'from -90 to 90'],
    [stationSchema, 'location.latitude', 'north', 'a number'],
    [stationSchema, 'location.latitude', [1, 2], 'a number'],
    [stationSchema, 'location.latitude', '0x10', 'a number'],
    [stationSchema, 'location.longitude', -181n, 'from -180 to 180'],
    [electricSchema, 'sample_rate', -1, 'not negative'],
    [electricSchema, 'sample_rate', Infinity, 'finite'],
    [electricSchema, 'channel_number', 1.5, 'a whole number'],
    [electricSchema, 'channel_number', 'one', 'a whole number'],
    [electricSchema, 'data_quality.rating.value', 'fine', 'a whole number'],
    [stationSchema, 'fdsn.new_epoch', 'maybe', 'true or false'],
    [stationSchema, 'fdsn.new_epoch', 2, 'true or false'],
    [runSchema, 'time_period.start', 'yesterday', 'ISO 8601'],
    [runSchema, 'time_period.start', 5, 'ISO 8601'],
    [surveySchema, 'time_period.end_date', '2026-13-01', 'ISO 8601'],
    [stationSchema, 'run_list', "['a'", 'a list of texts'],
    [stationSchema, 'run_list', '{"a": 1}', 'a list of texts'],
    [electricSchema, 'filters', '[{"applied": true}]', 'a list of filters'],
    [electricSchema, 'filters', '[1', 'a list of filters'],
    [stationSchema, 'geographic_name', { text: 'Earth' }, 'of kind text'],
    [stationSchema, 'location.latitude', new DataView(new ArrayBuffer(8)), 'of kind number'],
  ])('refuses %o.%s = %o', (schema, name, stored, expected) => {
    const error = refused(() => decodeMetadata(schema, new Map([[name, stored]]), { file: 'a.h5', object: '/Survey' }));
    expect(error.message).toContain(`of ${JSON.stringify(name)} makes no sense`);
    expect(error.remedy).toContain(expected);
    expect(error).toMatchObject({ file: 'a.h5', object: '/Survey' });
  });
});
