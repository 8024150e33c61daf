import { objectName } from '../names.js';
import { refusal, type Where } from '../refusal.js';
import type { AppliedFilter } from './applied-filters.js';
import type { Key } from './key.js';
import { keyRefusal, type Place } from './key-refusal.js';
import { nearestKey } from './nearest-key.js';
import { checkedNumber } from './number-check.js';
import type { InputOf, MetadataOf, Schema } from './schema.js';
import { isInt64 } from './stored-attribute.js';
import { writtenText } from './text-check.js';

/** Keys that are written with every object, from the schema and never from metadata. */
const ownKeys: ReadonlySet<string> = new Set(['mth5_type', 'hdf5_reference']);

/**
 * Metadata ready to be written: what was given, checked and in MTH5's form, and the defaults for all else. Keys that the
 * schema does not know become custom attributes where they have no dot; their values are text, numbers or booleans.
 *
 * @param where the file and the object, for messages.
 * @throws Hdf5Error `INVALID_DATA`, naming object and key, for a value that MTH5 could not read, and for an unknown key with
 * a dot in it: MTH5 cannot read an object that has one.
 */
export function completeMetadata<const SomeSchema extends Schema>(
  schema: SomeSchema,
  input: InputOf<SomeSchema>,
  where: Where = {},
): MetadataOf<SomeSchema> {
  const given: Readonly<Record<string, unknown>> = input;
  const complete: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(schema.keys)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const written = value === undefined || value === null ? key.initial : checkedValue(key, value, { name, where });
    if (written !== undefined) complete[name] = written;
  }
  const custom = customAttributes(schema, given, where);
  if (custom !== undefined) complete['custom'] = custom;
  return complete as MetadataOf<SomeSchema>;
}

function checkedValue(key: Key, value: unknown, place: Place): unknown {
  switch (key.kind) {
    case 'text':
      if (typeof value !== 'string') throw keyRefusal(place, value, 'text');
      return writtenText(key, value, place);
    case 'number':
      if (typeof value !== 'number') throw keyRefusal(place, value, 'a number');
      return checkedNumber(key, value, place);
    case 'integer':
      if (!Number.isSafeInteger(value)) throw keyRefusal(place, value, 'a whole number');
      return checkedNumber(key, Number(value), place);
    case 'boolean':
      if (typeof value !== 'boolean') throw keyRefusal(place, value, 'true or false');
      return value;
    case 'list':
      if (!isListOfTexts(value)) throw keyRefusal(place, value, 'a list of texts');
      return [...value];
    case 'filters':
      return checkedFilters(value, place);
  }
}

function checkedFilters(value: unknown, place: Place): readonly AppliedFilter[] {
  const isRight = Array.isArray(value) && value.every((filter) => isAppliedFilter(filter));
  if (!isRight) throw keyRefusal(place, value, 'a list of { applied, name, stage }');
  return (value as readonly AppliedFilter[]).map((filter) => ({
    ...filter,
    name: objectName('filter', filter.name, place.where),
  }));
}

function isAppliedFilter(value: unknown): value is AppliedFilter {
  if (typeof value !== 'object' || value === null) return false;
  const { applied, name, stage } = value as Partial<Record<keyof AppliedFilter, unknown>>;
  return typeof applied === 'boolean' && typeof name === 'string' && (stage === null || Number.isSafeInteger(stage));
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** What is given beside the keys of the schema; undefined where that is nothing. */
function customAttributes(
  schema: Schema,
  { custom = {}, ...given }: Readonly<Record<string, unknown>>,
  where: Where,
): Readonly<Record<string, unknown>> | undefined {
  if (typeof custom !== 'object' || custom === null) throw keyRefusal({ name: 'custom', where }, custom, 'an object');
  const unknown = Object.entries(given).filter(([name]) => !Object.hasOwn(schema.keys, name));
  const attributes = [...unknown, ...Object.entries(custom)].filter(
    ([, value]) => value !== undefined && value !== null,
  );
  for (const [name, value] of attributes) requireCustom(schema, name, value, where);
  return attributes.length === 0 ? undefined : Object.fromEntries(attributes);
}

function requireCustom(schema: Schema, name: string, value: unknown, where: Where): void {
  const shown = JSON.stringify(name);
  if (ownKeys.has(name)) throw refusal(`The key ${shown} is written by itself`, 'Leave it out', where);
  if (Object.hasOwn(schema.keys, name)) {
    throw refusal(`The key ${shown} is no custom attribute`, 'Give it beside `custom`', where);
  }
  if (name.includes('.')) {
    const near = nearestKey(name, Object.keys(schema.keys));
    const remedy = near === undefined ? '' : `The nearest key is ${JSON.stringify(near)}; `;
    throw refusal(
      `The key ${shown} is not known, and MTH5 cannot read an object that has an unknown key with a dot`,
      `${remedy}a custom key has no dot, for example ${JSON.stringify(name.replaceAll('.', '_'))}`,
      where,
    );
  }
  if (name === '' || /[\0\p{Surrogate}]/u.test(name)) {
    throw refusal(`The key ${shown} cannot be a name in an HDF5 file`, 'Name it otherwise', where);
  }
  requireCustomValue({ name, where }, value);
}

function requireCustomValue(place: Place, value: unknown): void {
  const isText = typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value);
  const isNumber = typeof value === 'number' || (typeof value === 'bigint' && isInt64(value));
  if (isText || isNumber || typeof value === 'boolean') return;
  throw keyRefusal(place, value, 'text, a number of 64 bits, or true or false');
}
