import { filtersAsJson, type AppliedFilter } from './applied-filters.js';
import type { Key } from './key.js';
import { pythonJson, type JsonValue } from './python-json.js';
import type { MetadataOf, Schema } from './schema.js';
import { isInt64, typeAttributes, type StoredAttribute } from './stored-attribute.js';

/**
 * The attributes of an object, as MTH5 stores them: numbers as float64, whole numbers as int64, lists as JSON text, what is
 * `null` as the text `none`; `mth5_type` and `hdf5_reference` first. Optional keys are written only where they have a value
 * that is not empty.
 *
 * Custom attributes follow, except those that only a foreign file can have (arrays, unknown keys with a dot): what is in
 * a file already stays there as it is.
 *
 * @param metadata what `completeMetadata` or `decodeMetadata` returned.
 */
export function encodeMetadata<const SomeSchema extends Schema>(
  schema: SomeSchema,
  metadata: MetadataOf<SomeSchema>,
): readonly StoredAttribute[] {
  const { custom, ...values }: Readonly<Record<string, unknown>> = metadata;
  const known = Object.entries(schema.keys).flatMap(([name, key]) => encodeValue(name, key, values[name]));
  const type = schema.mth5Type === undefined ? [] : typeAttributes(schema.mth5Type);
  return [...type, ...known, ...Object.entries(custom ?? {}).flatMap(([name, value]) => encodeCustom(name, value))];
}

/**
 * One attribute of an object, as MTH5 stores it; none for an optional key without a value.
 *
 * @param value of the key's own type, in MTH5's form; undefined for the default.
 */
function encodeValue(name: string, key: Key, given: unknown): readonly StoredAttribute[] {
  const value = given === undefined ? key.initial : given;
  if (key.presence === 'optional' && (value === undefined || value === null || value === '')) return [];
  if (value === null) return [{ name, kind: 'text', value: 'none' }];
  switch (key.kind) {
    case 'text':
      return [{ name, kind: 'text', value: value as string }];
    case 'number':
      return [{ name, kind: 'number', value: value as number }];
    case 'integer':
      return [{ name, kind: 'integer', value: BigInt(value as number) }];
    case 'boolean':
      return [{ name, kind: 'boolean', value: value as boolean }];
    case 'list':
      return [{ name, kind: 'text', value: pythonJson(value as JsonValue) }];
    case 'filters':
      return [{ name, kind: 'text', value: pythonJson(filtersAsJson(value as readonly AppliedFilter[])) }];
  }
}

function encodeCustom(name: string, value: unknown): readonly StoredAttribute[] {
  if (name.includes('.')) return [];
  if (typeof value === 'string') return [{ name, kind: 'text', value }];
  if (typeof value === 'number') return [{ name, kind: 'number', value }];
  if (typeof value === 'bigint' && isInt64(value)) return [{ name, kind: 'integer', value }];
  return typeof value === 'boolean' ? [{ name, kind: 'boolean', value }] : [];
}
