import {
  array,
  assert,
  boolean,
  constantFrom,
  double,
  integer,
  option,
  property,
  record,
  stringMatching,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeMetadata } from '../../../src/model/metadata/complete.js';
import { decodeMetadata } from '../../../src/model/metadata/decode.js';
import { encodeMetadata } from '../../../src/model/metadata/encode.js';
import type { Key } from '../../../src/model/metadata/key.js';
import type { Schema } from '../../../src/model/metadata/schema.js';
import type { StoredAttribute } from '../../../src/model/metadata/stored-attribute.js';
import { allSchemas } from './all-schemas.js';
import { storedMap } from './stored-map.js';

/** Text that is no word for nothing and has no padding; with quotes, brackets and letters beyond ASCII. */
const words = stringMatching(/^x[\w '"[\]{},:\\é€😀.-]{0,20}x$/u);

const ofCheck: Readonly<Record<string, Arbitrary<unknown>>> = {
  time: constantFrom('2026-03-01T12:00:00.5Z', '2026-03-01', '1980-01-01T00:00:00+00:00', '2026-03-01 12:00:00-0700'),
  date: constantFrom('2026-03-01', '2026-03-01T23:59:59Z'),
  units: constantFrom('mV', 'mV/km', 'nT', 'counts', 'furlong', ''),
  latitude: double({ min: -90, max: 90, noNaN: true }),
  longitude: double({ min: -180, max: 180, noNaN: true }),
  rate: double({ min: 0, max: 1e9, noNaN: true }),
  'data level': integer({ min: 0, max: 3 }),
  'survey id': constantFrom('Survey 1', 'CAS-04', ''),
  'station id': constantFrom('MT 001', 'mt002', ''),
  'run id': constantFrom('sr100_0001', 'a', ''),
  'filter name': constantFrom('mV/nT', 'Low Pass', ''),
  'electric component': constantFrom('Ex', 'ey', ''),
  'magnetic component': constantFrom('Hx', 'by', 'rrhx', ''),
  'auxiliary component': constantFrom('Temperature', ''),
};

const ofKind: Readonly<Record<Key['kind'], Arbitrary<unknown>>> = {
  text: words,
  number: double(),
  integer: integer(),
  boolean: boolean(),
  list: array(words, { maxLength: 4 }),
  filters: array(
    record({ applied: boolean(), name: words.map((word) => word.toLowerCase()), stage: option(integer()) }),
    { maxLength: 3 },
  ),
};

function valueOf({ kind, check, allowed }: Key): Arbitrary<unknown> {
  if (allowed !== undefined) return constantFrom(...allowed, ...allowed.map((word) => word.toLowerCase()));
  return (check === undefined ? undefined : ofCheck[check]) ?? ofKind[kind];
}

function inputOf(schema: Schema): Arbitrary<Record<string, unknown>> {
  const values = Object.entries(schema.keys).map(([name, key]) => [name, valueOf(key)] as const);
  const custom = { note: words, weight: double(), serial: integer().map(BigInt), is_wet: boolean() };
  return record({ ...Object.fromEntries(values), ...custom }, { requiredKeys: [] });
}

/** A number as text that keeps the sign of zero. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** The same value as another program may have stored it. */
function disguised({ kind, value, name }: StoredAttribute, way: number): unknown {
  if (kind === 'text') return [value, `${value}\0\0`, `${value}  `, [value], [`${value}\0`]][way];
  // Custom attributes are of the kind that they are stored as.
  if (['note', 'weight', 'serial', 'is_wet'].includes(name)) return way % 2 === 0 ? value : [value];
  if (kind === 'boolean') return [value, Number(value), String(value), [value], Uint8Array.of(Number(value))][way];
  if (kind === 'integer') return [value, Number(value), String(value), [value], Float64Array.of(Number(value))][way];
  return [value, numberText(value), [value], Float64Array.of(value), `${numberText(value)}\0`][way];
}

describe.each(allSchemas)('%s', (_, schema) => {
  it('reads back what it wrote', () => {
    assert(
      property(inputOf(schema), (input) => {
        const complete = completeMetadata(schema, input);
        const stored = encodeMetadata(schema, complete);
        expect(decodeMetadata(schema, storedMap(stored))).toEqual(complete);
        expect(completeMetadata(schema, complete)).toEqual(complete);
        expect(encodeMetadata(schema, decodeMetadata(schema, storedMap(stored)))).toEqual(stored);
      }),
    );
  });

  it('reads the same however it is stored', () => {
    const ways = array(integer({ min: 0, max: 4 }), { minLength: 150, maxLength: 150 });
    assert(
      property(inputOf(schema), ways, (input, way) => {
        const complete = completeMetadata(schema, input);
        const attributes = encodeMetadata(schema, complete);
        const stored = attributes.map(
          (attribute, index) => [attribute.name, disguised(attribute, way[index] ?? 0)] as const,
        );
        expect(decodeMetadata(schema, new Map(stored))).toEqual(complete);
      }),
    );
  });

  it('reads an object without attributes', () => {
    expect(decodeMetadata(schema, new Map())).toEqual(completeMetadata(schema, {}));
  });

  it('takes the words for nothing for no value, everywhere', () => {
    for (const nothing of ['none', 'None', 'null', null, undefined, [], new Float64Array(0)]) {
      const stored = new Map(Object.keys(schema.keys).map((name) => [name, nothing]));
      expect(decodeMetadata(schema, stored)).toEqual(completeMetadata(schema, {}));
    }
  });
});
