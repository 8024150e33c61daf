import type { Where } from '../refusal.js';
import { filtersOfJson } from './applied-filters.js';
import type { Key } from './key.js';
import { keyRefusal, type Place } from './key-refusal.js';
import { parseLiteral } from './literal-text.js';
import { checkedNumber } from './number-check.js';
import type { JsonValue } from './python-json.js';
import type { MetadataOf, Schema } from './schema.js';
import { booleanOf, isArray, isNone, numberOf, plainValue, textOf, type PlainValue } from './stored-value.js';
import { readText } from './text-check.js';

/**
 * The metadata that the attributes of an object hold.
 *
 * Takes what MTH5 of any version and other programs write: numbers of any type, as text, or as an array of one; text of
 * fixed or variable length; lists as JSON, as what Python prints, or as arrays; `none`, `None`, `null`, empty attributes and
 * missing ones for no value, which becomes the default. Keys that the schema does not know are kept in `custom`.
 *
 * @param stored the attributes by name, as a backend reads them: text, numbers, bigints, booleans, arrays, typed arrays.
 * @param where the file and the object, for messages.
 * @throws Hdf5Error `INVALID_DATA`, naming file, object and key, for a value that makes no sense: a number or time that is
 * none, a latitude, longitude or sample rate out of range, a list that cannot be read.
 */
export function decodeMetadata<const SomeSchema extends Schema>(
  schema: SomeSchema,
  stored: ReadonlyMap<string, unknown>,
  where: Where = {},
): MetadataOf<SomeSchema> {
  const metadata: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(schema.keys)) {
    const value = decodeValue(key, stored.get(name), { name, where });
    if (value !== undefined) metadata[name] = value;
  }
  const unknown = [...stored].filter(([name]) => !isKnown(schema, name));
  if (unknown.length > 0) {
    metadata['custom'] = Object.fromEntries(unknown.map(([name, value]) => [name, plainValue(value) ?? value]));
  }
  return metadata as MetadataOf<SomeSchema>;
}

function isKnown(schema: Schema, name: string): boolean {
  return name === 'mth5_type' || name === 'hdf5_reference' || Object.hasOwn(schema.keys, name);
}

function decodeValue(key: Key, stored: unknown, place: Place): unknown {
  const value = plainValue(stored);
  if (value === undefined) throw keyRefusal(place, stored, `what a key of kind ${key.kind} holds`);
  if (isNone(value) || (value === '' && key.kind !== 'text')) return key.initial;
  switch (key.kind) {
    case 'text':
      return decodeText(key, textOf(value), place);
    case 'number':
      return checkedNumber(key, numberOf(value) ?? fail(place, value, 'a number'), place);
    case 'integer':
      return checkedNumber(key, integerOf(value) ?? fail(place, value, 'a whole number'), place);
    case 'boolean':
      return booleanOf(value) ?? fail(place, value, 'true or false');
    case 'list':
      return textsOf(value) ?? fail(place, value, 'a list of texts');
    case 'filters':
      return filtersOf(value) ?? fail(place, value, 'a list of filters');
  }
}

/** Empty text is the default where text of that key has a form that empty text has not. */
function decodeText(key: Key, text: string, place: Place): unknown {
  const hasForm = key.check === 'time' || key.check === 'date' || key.allowed !== undefined;
  return text === '' && (hasForm || key.presence === 'optional') ? key.initial : readText(key, text, place);
}

function integerOf(value: PlainValue): number | undefined {
  const number = numberOf(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A list from an array of texts, from text of a list, or from words with commas between them. */
function textsOf(value: PlainValue): string[] | undefined {
  if (isArray(value)) return value.map(textOf);
  const text = textOf(value).trim();
  if (!/^[[({]/u.test(text))
    return text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  const items = parseLiteral(text);
  return Array.isArray(items) ? (items as readonly JsonValue[]).map(itemText) : undefined;
}

function itemText(item: JsonValue): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}

function filtersOf(value: PlainValue): unknown {
  if (isArray(value)) return filtersOfJson(value.map((item) => ofFilterText(textOf(item))));
  return filtersOfJson(ofFilterText(textOf(value)));
}

/** One filter or all of them as text; words are the names of filters. */
function ofFilterText(text: string): JsonValue {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  return /^[[({]/u.test(trimmed) ? (parseLiteral(trimmed) ?? null) : trimmed;
}

function fail(place: Place, value: unknown, expected: string): never {
  throw keyRefusal(place, value, expected);
}
