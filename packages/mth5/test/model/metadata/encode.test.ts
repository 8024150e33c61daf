import { describe, expect, it } from 'vitest';
import { electricSchema } from '../../../src/model/metadata/channel-schemas.js';
import { completeMetadata } from '../../../src/model/metadata/complete.js';
import { decodeMetadata } from '../../../src/model/metadata/decode.js';
import { encodeMetadata } from '../../../src/model/metadata/encode.js';
import { stationSchema } from '../../../src/model/metadata/station-schema.js';
import { storedMap } from './stored-map.js';

describe('encodeMetadata', () => {
  it('stores what MTH5 stores', () => {
    const channel = completeMetadata(electricSchema, {
      component: 'ex',
      channel_number: 3,
      'data_quality.rating.value': 4,
      filters: [{ applied: true, name: 'cf', stage: 1 }],
      custom: { serial: 12n, gain_index: 2, is_wet: true, operator: 'Ada' },
    });
    const attributes = encodeMetadata(electricSchema, channel);
    expect(attributes.slice(0, 2)).toEqual([
      { name: 'mth5_type', kind: 'text', value: 'Electric' },
      { name: 'hdf5_reference', kind: 'text', value: '<HDF5 object reference>' },
    ]);
    expect(attributes).toContainEqual({ name: 'channel_number', kind: 'integer', value: 3n });
    expect(attributes).toContainEqual({ name: 'data_quality.rating.value', kind: 'integer', value: 4n });
    expect(attributes).toContainEqual({
      name: 'filters',
      kind: 'text',
      value: '[{"applied_filter": {"applied": true, "name": "cf", "stage": 1}}]',
    });
    expect(attributes.slice(-4)).toEqual([
      { name: 'serial', kind: 'integer', value: 12n },
      { name: 'gain_index', kind: 'number', value: 2 },
      { name: 'is_wet', kind: 'boolean', value: true },
      { name: 'operator', kind: 'text', value: 'Ada' },
    ]);
  });

  it('stores lists as JSON text, and optional keys only where they say something', () => {
    const stored = storedMap(
      encodeMetadata(
        stationSchema,
        completeMetadata(stationSchema, {
          run_list: ['a', 'b'],
          comments: '',
          'fdsn.id': 'X',
          'fdsn.new_epoch': false,
        }),
      ),
    );
    expect(stored.get('run_list')).toBe('["a", "b"]');
    expect(stored.has('comments')).toBe(false);
    expect(stored.get('fdsn.id')).toBe('X');
    expect(stored.get('fdsn.new_epoch')).toBe(false);
    expect(stored.has('fdsn.network')).toBe(false);
  });

  it('leaves out what only a foreign file can have', () => {
    const foreign = new Map<string, unknown>([
      ['foo.bar', 1],
      ['weights', Float64Array.of(1, 2)],
      ['huge', 2n ** 63n],
      ['note', 'kept'],
    ]);
    const metadata = decodeMetadata(stationSchema, foreign);
    expect(metadata.custom).toEqual({ 'foo.bar': 1, weights: [1, 2], huge: 2n ** 63n, note: 'kept' });
    const names = encodeMetadata(stationSchema, metadata).map(({ name }) => name);
    expect(names.filter((name) => foreign.has(name))).toEqual(['note']);
  });
});
