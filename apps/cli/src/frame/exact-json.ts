/**
 * JSON that keeps 64-bit integers: `JSON.stringify` refuses a bigint, and a number rounds it beyond 2^53.
 *
 * @module
 */

/** What {@link exactJson} writes. Properties that are `undefined` are left out. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }
  | RawJson;

/** Text that is JSON already. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A number as JSON: integers with all digits, -0 with its sign (as `-0.0`, because a bare `-0` is read as an integer
 * by some), and what JSON has no number for as the strings `"NaN"`, `"Infinity"` and
 * `"-Infinity"`.
 */
export function numberJson(value: number | bigint): string {
  if (Object.is(value, -0)) return '-0.0';
  return typeof value === 'bigint' || Number.isFinite(value) ? String(value) : `"${value}"`;
}

/** A value as one line of JSON. */
export function exactJson(value: JsonValue): string {
  if (typeof value === 'number' || typeof value === 'bigint') return numberJson(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof RawJson) return value.text;
  if (isList(value)) return `[${value.map(exactJson).join(', ')}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}: ${exactJson(member)}`],
  );
  return `{${members.join(', ')}}`;
}

function isList(value: JsonValue & object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
