import { describe, expect, expectTypeOf, it } from 'vitest';
import { electricSchema, magneticSchema } from '../../../src/model/metadata/channel-schemas.js';
import { completeMetadata } from '../../../src/model/metadata/complete.js';
import { coefficientSchema } from '../../../src/model/metadata/filter-schemas.js';
import { rootSchema } from '../../../src/model/metadata/root-schema.js';
import { runSchema } from '../../../src/model/metadata/run-schema.js';
import type { Schema } from '../../../src/model/metadata/schema.js';
import { stationSchema } from '../../../src/model/metadata/station-schema.js';
import { surveySchema } from '../../../src/model/metadata/survey-schema.js';
import { refused } from '../refused.js';

const where = { file: 'a.h5', object: 's/MT001' };

describe('completeMetadata', () => {
  it('keeps what is given and fills in the rest', () => {
    const station = completeMetadata(stationSchema, {
      id: 'MT 001',
      'location.latitude': -90,
      'location.longitude': 180,
      data_type: 'lpmt',
      channels_recorded: ['ex', 'hy'],
      'time_period.start': '2026-03-01 12:00:00.25Z',
      'orientation.method': 'gps',
      comments: 'windy',
      'fdsn.new_epoch': true,
    });
    expect(station).toMatchObject({
      id: 'MT_001',
      'location.latitude': -90,
      'location.longitude': 180,
      'location.elevation': 0,
      data_type: 'LPMT',
      channels_recorded: ['ex', 'hy'],
      run_list: [],
      'time_period.start': '2026-03-01T12:00:00.250000+00:00',
      'time_period.end': '1980-01-01T00:00:00+00:00',
      'orientation.method': 'GPS',
      comments: 'windy',
      'fdsn.new_epoch': true,
    });
    expect(station).not.toHaveProperty('custom');
    expect(station).not.toHaveProperty(['fdsn.id']);
  });

  it('writes dates of surveys, units and components as MTH5 does', () => {
    const survey = completeMetadata(surveySchema, { 'time_period.start_date': '2026-03-01T22:00:00-07:00' });
    expect(survey['time_period.start_date']).toBe('2026-03-02');
    const channel = completeMetadata(electricSchema, {
      component: 'Ex',
      units: 'mV/km',
      filters: [{ applied: false, name: 'mV/nT', stage: 1 }],
    });
    expect(channel.component).toBe('ex');
    expect(channel.units).toBe('milliVolt per kilometer');
    expect(channel.filters).toEqual([{ applied: false, name: 'mv per nt', stage: 1 }]);
    expect(completeMetadata(electricSchema, { units: 'furlong' }).units).toBe('unknown');
  });

  it('takes null and undefined for no value', () => {
    const run = completeMetadata(runSchema, { id: null, sample_rate: undefined, comments: null });
    expect(run).toEqual(completeMetadata(runSchema, {}));
  });

  it('does not hand out the lists that it was given', () => {
    const given = ['ex'];
    const { channels_recorded: kept } = completeMetadata(stationSchema, { channels_recorded: given });
    given.push('ey');
    expect(kept).toEqual(['ex']);
  });

  it('keeps custom attributes, given beside the keys or by themselves', () => {
    const given: Record<string, unknown> = {
      id: 'a',
      firmware_build: 7,
      custom: { operator: 'Ada', is_wet: false, big: 2n ** 60n },
    };
    expect(completeMetadata(runSchema, given).custom).toEqual({
      firmware_build: 7,
      operator: 'Ada',
      is_wet: false,
      big: 2n ** 60n,
    });
  });

  it.each<[string, Schema, string, unknown, string]>([
    ['a number for text', stationSchema, 'geographic_name', 5, 'text'],
    ['a zero in text', stationSchema, 'geographic_name', 'a\0', 'text that HDF5 can hold'],
    ['half a surrogate pair', stationSchema, 'geographic_name', '\ud800', 'text that HDF5 can hold'],
    ['text for a number', stationSchema, 'location.elevation', '5', 'a number'],
    ['a bigint for a number', stationSchema, 'location.elevation', 5n, 'a number'],
    ['a latitude too far north', stationSchema, 'location.latitude', 90.1, 'from -90 to 90'],
    ['a latitude too far south', stationSchema, 'location.latitude', -91, 'from -90 to 90'],
    ['no latitude at all', stationSchema, 'location.latitude', Number.NaN, 'from -90 to 90'],
    ['a longitude too far east', stationSchema, 'location.longitude', 181, 'from -180 to 180'],
    ['a corner too far west', surveySchema, 'northwest_corner.longitude', -180.5, 'from -180 to 180'],
    ['an electrode too far north', electricSchema, 'positive.latitude', 100, 'from -90 to 90'],
    ['an unknown data type', runSchema, 'data_type', 'XMT', 'one of RMT, AMT'],
    ['a negative rate', runSchema, 'sample_rate', -1, 'not negative'],
    ['an endless rate', runSchema, 'sample_rate', Infinity, 'finite'],
    ['a rate that is none', electricSchema, 'sample_rate', Number.NaN, 'finite'],
    ['no time', runSchema, 'time_period.start', 'yesterday', 'ISO 8601'],
    ['an empty time', runSchema, 'time_period.end', '', 'ISO 8601'],
    ['a date that is none', surveySchema, 'time_period.end_date', '2026-02-30', 'ISO 8601'],
    ['half a channel', electricSchema, 'channel_number', 1.5, 'a whole number'],
    ['text for a channel number', electricSchema, 'channel_number', '1', 'a whole number'],
    ['a number for a boolean', stationSchema, 'fdsn.new_epoch', 1, 'true or false'],
    ['text for a list', stationSchema, 'run_list', 'a', 'a list of texts'],
    ['numbers in a list', stationSchema, 'run_list', [1], 'a list of texts'],
    ['names for filters', electricSchema, 'filters', ['cf'], 'applied, name, stage'],
    ['a filter without a stage', electricSchema, 'filters', [{ applied: true, name: 'a' }], 'applied, name, stage'],
    ['another type', electricSchema, 'type', 'magnetic', 'one of electric'],
    ['another file type', rootSchema, 'file.type', 'SEED', 'one of MTH5'],
    ['a later version', rootSchema, 'file.version', '0.3.0', 'one of 0.1.0, 0.2.0'],
    ['a level that is none', rootSchema, 'data_level', 4, 'from 0 to 3'],
    ['an array for a custom attribute', runSchema, 'weights', [1, 2], '64 bits'],
    ['a custom number too large', runSchema, 'weight', 2n ** 63n, '64 bits'],
    ['a custom text with a zero', runSchema, 'note', '\0', 'text'],
    ['something else for custom', runSchema, 'custom', 'x', 'an object'],
  ])('refuses %s', (_, schema, name, value, expected) => {
    const error = refused(() => completeMetadata(schema, { [name]: value }, where));
    expect(error.message).toContain(`of "${name}" makes no sense`);
    expect(error.remedy).toContain(expected);
    expect(error).toMatchObject({ file: 'a.h5', object: 's/MT001' });
  });

  it.each<[Schema, string, string]>([
    [surveySchema, 'id', 'with.dot'],
    [stationSchema, 'id', 'st-1'],
    [runSchema, 'id', 'a-1'],
    [runSchema, 'id', 'Features'],
    [electricSchema, 'component', 'hx'],
    [magneticSchema, 'component', 'ex'],
    [coefficientSchema, 'name', '..'],
  ])('refuses names that MTH5 cannot read', (schema, name, value) => {
    const error = refused(() => completeMetadata(schema, { [name]: value }, where));
    expect(error.message).toContain(JSON.stringify(value));
    expect(error).toMatchObject({ file: 'a.h5', object: 's/MT001' });
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ 'location.latitud': 1 }, 'MTH5 cannot read an object', 'nearest key is "location.latitude"'],
    [{ custom: { 'location.latitud': 1 } }, 'MTH5 cannot read an object', '"location_latitud"'],
    [{ mth5_type: 'Station' }, 'written by itself', 'Leave it out'],
    [{ custom: { hdf5_reference: 'x' } }, 'written by itself', 'Leave it out'],
    [{ custom: { id: 'x' } }, 'no custom attribute', 'beside'],
    [{ '': 'x' }, 'cannot be a name', 'otherwise'],
    [{ 'a\0': 'x' }, 'cannot be a name', 'otherwise'],
  ])('refuses the keys of %j', (input, message, remedy) => {
    const error = refused(() => completeMetadata(stationSchema, input, where));
    expect(error.message).toContain(message);
    expect(error.remedy).toContain(remedy);
    expect(error).toMatchObject({ file: 'a.h5', object: 's/MT001' });
  });

  it('has types that say what is there', () => {
    const channel = completeMetadata(electricSchema, {});
    expectTypeOf(channel.type).toEqualTypeOf<'electric'>();
    expectTypeOf(channel.sample_rate).toEqualTypeOf<number>();
    expectTypeOf(channel['data_quality.rating.value']).toEqualTypeOf<number | null>();
    expectTypeOf(channel.filters[0]?.stage).toEqualTypeOf<number | null | undefined>();
    expectTypeOf(channel.comments).toEqualTypeOf<string | undefined>();
    expectTypeOf(channel['positive.latitude']).toEqualTypeOf<number>();
    // @ts-expect-error A magnetic channel has no electrodes.
    expect(completeMetadata(magneticSchema, {})['positive.latitude']).toBeUndefined();
  });
});
