import type { AnyData, Columns, CompoundDtype, Dtype, VariableLength, VariableLengthDtype } from '@h5tail/adapter';
import { numberJson } from './exact-json.js';
import { numbersOf } from './number-array.js';

/**
 * The elements of a slab as JSON, one text per element: numbers (also booleans and enumerations), strings, compounds as
 * objects, arrays and sequences as lists, opaque bytes and references as hexadecimal digits.
 */
export function elementsJson(dtype: Dtype, data: AnyData): string[] {
  switch (dtype.class) {
    case 'string':
      return (data as string[]).map((text) => JSON.stringify(text));
    case 'compound':
      return compoundsJson(dtype, data as Columns);
    case 'array':
      return grouped(elementsJson(dtype.base, data), elementCount(dtype.shape));
    case 'variable-length':
      return sequencesJson(dtype, data as VariableLength<ArrayLike<unknown>>);
    case 'opaque':
    case 'reference':
      return hexadecimals(data as Uint8Array, dtype.size);
    case 'integer':
    case 'float':
    case 'boolean':
    case 'enum':
    case 'bitfield':
      return Array.from(data as ArrayLike<number | bigint>, numberJson);
    case 'unknown':
      return [];
  }
}

/** The same as one flat list. An array element counts as its numbers, as the data come. */
export function flatListJson(dtype: Dtype, data: AnyData): string {
  const numbers = numbersOf(dtype, data);
  if (numbers !== undefined) return numbersJson(numbers);
  return `[${elementsJson(dtype.class === 'array' ? dtype.base : dtype, data).join(',')}]`;
}

/** Numbers as one list. `join` is many times faster than element by element, but writes `NaN` bare, which is no JSON, and -0 as 0. */
export function numbersJson(numbers: ArrayLike<number | bigint>): string {
  if (numbers instanceof Float32Array || numbers instanceof Float64Array) {
    if (numbers.some((value) => Object.is(value, -0))) return `[${Array.from(numbers, numberJson).join(',')}]`;
  }
  const joined = `[${(numbers as Float64Array).join(',')}]`;
  return joined.includes('N') || joined.includes('I') ? `[${Array.from(numbers, numberJson).join(',')}]` : joined;
}

function compoundsJson(dtype: CompoundDtype, columns: Columns): string[] {
  const members = dtype.members.map((member) => ({
    name: JSON.stringify(member.name),
    texts: elementsJson(member.dtype, columns.get(member.name) as AnyData),
  }));
  const count = members[0]?.texts.length ?? 0;
  return Array.from({ length: count }, (_, i) => {
    return `{${members.map(({ name, texts }) => `${name}: ${texts[i] ?? 'null'}`).join(', ')}}`;
  });
}

function sequencesJson(dtype: VariableLengthDtype, sequences: VariableLength<ArrayLike<unknown>>): string[] {
  const texts = elementsJson(dtype.base, sequences.values as AnyData);
  return Array.from({ length: sequences.length }, (_, i) => {
    return `[${texts.slice(sequences.offsets[i], sequences.offsets[i + 1]).join(', ')}]`;
  });
}

function hexadecimals(bytes: Uint8Array, size: number): string[] {
  return grouped(
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')),
    size,
    (digits) => `"${digits.join('')}"`,
  );
}

function grouped(
  texts: readonly string[],
  size: number,
  join: (group: readonly string[]) => string = (group) => `[${group.join(', ')}]`,
): string[] {
  return Array.from({ length: size === 0 ? 0 : texts.length / size }, (_, i) =>
    join(texts.slice(i * size, (i + 1) * size)),
  );
}

/** Number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
