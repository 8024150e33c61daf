/**
 * Values as backends read them from attributes, made plain: files differ in whether text is of fixed length and padded,
 * and whether a single value is an array of one.
 *
 * @module
 */

/** A value made plain; `null` for none. */
export type PlainValue = string | number | bigint | boolean | null | readonly PlainValue[];

/** What a value is without padding and without an array around a single one; undefined for what is none of these. */
export function plainValue(stored: unknown): PlainValue | undefined {
  if (stored === null || stored === undefined) return null;
  if (typeof stored === 'string') return withoutPadding(stored);
  if (typeof stored === 'number' || typeof stored === 'bigint' || typeof stored === 'boolean') return stored;
  const items = itemsOf(stored)?.map(plainValue);
  if (items === undefined || !items.every((item) => item !== undefined)) return undefined;
  if (items.length === 0) return null;
  return items.length === 1 ? items[0] : items;
}

/** Whether a plain value says that there is none: MTH5 writes `none`, other programs `None` or `null`. */
export function isNone(value: PlainValue): boolean {
  return value === null || (typeof value === 'string' && /^(?:none|null)$/iu.test(value.trim()));
}

/** A plain value as a number; undefined for what is none. */
export function numberOf(value: PlainValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return typeof value === 'string' ? numberOfText(value.trim()) : undefined;
}

/** A plain value as a boolean; undefined for what is none. */
export function booleanOf(value: PlainValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = String(value).trim().toLowerCase();
  if (['true', '1', 'yes'].includes(word)) return true;
  return ['false', '0', 'no'].includes(word) ? false : undefined;
}

/** A plain value as text; the items of an array with commas between them. */
export function textOf(value: PlainValue): string {
  return isArray(value) ? value.map(textOf).join(', ') : String(value ?? '');
}

export function isArray(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Fixed-length text ends with zeros or spaces up to its length. */
function withoutPadding(text: string): string {
  return text.replace(/[\0 ]+$/u, '');
}

function itemsOf(stored: unknown): unknown[] | undefined {
  if (Array.isArray(stored)) return stored as unknown[];
  const isTypedArray = ArrayBuffer.isView(stored) && !(stored instanceof DataView);
  return isTypedArray ? Array.from(stored as unknown as Iterable<unknown>) : undefined;
}

function numberOfText(text: string): number | undefined {
  // Python's words for what JavaScript spells otherwise.
  const word = /^([+-]?)(nan|inf|infinity)$/iu.exec(text);
  if (word !== null)
    return (word[2] ?? '').toLowerCase() === 'nan' ? Number.NaN : word[1] === '-' ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(text) ? Number(text) : undefined;
}
