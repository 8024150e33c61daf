import type { Columns, DataOf } from '../dtype-data.js';
import type { CompoundDtype, Dtype, StringDtype, VariableLengthDtype } from '../dtype.js';
import { Hdf5Error } from '../errors.js';
import { VariableLength } from '../variable-length.js';
import { swapByteOrder } from './byte-order.js';
import { elementSize } from './element-size.js';
import { numberToFloat16 } from './float16.js';
import { numberArrayClass, numberLayout } from './number-array.js';
import type { PointerMemory } from './pointer-memory.js';

/**
 * Turns the arrays of {@link DataOf} into elements as the backend's memory holds them, the inverse of `decodeElements`.
 *
 * `dtype.byteOrder` is the order of the bytes wanted. The result may be a view of `data`: copy it before `data` changes.
 *
 * @throws Hdf5Error `INVALID_DATA` if `data` is of another class, has another length, or text is too long;
 * `UNSUPPORTED_DTYPE`.
 */
export function encodeElements(dtype: Dtype, data: unknown, count: number, memory: PointerMemory): Uint8Array {
  switch (dtype.class) {
    case 'string':
      return encodeStrings(dtype, data, count, memory);
    case 'compound':
      return encodeCompound(dtype, data, count, memory);
    case 'variable-length':
      return encodeSequences(dtype, data, count, memory);
    case 'array':
      if (numberLayout(dtype) === undefined) {
        const perElement = dtype.shape.reduce((product, extent) => product * extent, 1);
        return encodeElements(dtype.base, data, count * perElement, memory);
      }
      return encodeNumbers(dtype, data, count);
    case 'unknown':
      throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${dtype.hdf5Class} cannot be written`);
    default:
      return encodeNumbers(dtype, data, count);
  }
}

function encodeNumbers(dtype: Dtype, data: unknown, count: number): Uint8Array {
  const layout = numberLayout(dtype);
  const ArrayClass = numberArrayClass(dtype);
  if (layout === undefined || ArrayClass === undefined) throw new TypeError(`${dtype.class} is not made of numbers`);
  const length = count * layout.perElement;
  if (!isInstanceNamed(data, ArrayClass.name) || data.length !== length) {
    throw new Hdf5Error('INVALID_DATA', `a ${ArrayClass.name} of ${length} numbers is needed, not ${describe(data)}`);
  }
  let bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (layout.size < ArrayClass.BYTES_PER_ELEMENT) {
    bytes = new Uint8Array(Uint16Array.from(data as unknown as Float32Array, numberToFloat16).buffer);
  }
  if (!layout.swapped) return bytes;
  const swapped = bytes.slice();
  swapByteOrder(swapped, layout.size);
  return swapped;
}

const utf8 = new TextEncoder();

function encodeStrings(dtype: StringDtype, data: unknown, count: number, memory: PointerMemory): Uint8Array {
  const texts = checkedArray(data, count, 'texts');
  if (dtype.length === 'variable') {
    return writePointers(
      texts.map((text) => storeText(encodeText(text), memory)),
      memory.pointerSize,
    );
  }
  const length = dtype.length;
  const bytes = new Uint8Array(count * length).fill(dtype.padding === 'space-padded' ? 0x20 : 0);
  texts.forEach((text, i) => {
    const encoded = encodeText(text);
    // A null-terminated element needs room for its zero; silently cut text would be data loss.
    if (encoded.length > length - (dtype.padding === 'null-terminated' ? 1 : 0)) {
      throw new Hdf5Error('INVALID_DATA', `text ${i} has ${encoded.length} bytes, too long for elements of ${length}`);
    }
    if (dtype.padding === 'null-terminated' && encoded.includes(0)) {
      throw new Hdf5Error('INVALID_DATA', `text ${i} holds a zero character, which would end it`);
    }
    bytes.set(encoded, i * length);
    if (dtype.padding === 'null-terminated') bytes[i * length + encoded.length] = 0;
  });
  return bytes;
}

function encodeText(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw new Hdf5Error('INVALID_DATA', `text is needed, not ${describe(text)}`);
  return utf8.encode(text);
}

function storeText(encoded: Uint8Array, memory: PointerMemory): number {
  if (encoded.includes(0)) throw new Hdf5Error('INVALID_DATA', 'variable-length text cannot hold a zero character');
  const address = memory.allocate(encoded.length + 1);
  const stored = memory.view(address, encoded.length + 1);
  stored.set(encoded);
  stored[encoded.length] = 0;
  return address;
}

function encodeCompound(dtype: CompoundDtype, data: unknown, count: number, memory: PointerMemory): Uint8Array {
  if (!(data instanceof Map)) throw new Hdf5Error('INVALID_DATA', `a Map of columns is needed, not ${describe(data)}`);
  const columns = data as Columns;
  const unknownName = [...columns.keys()].find((name) => !dtype.members.some((member) => member.name === name));
  if (unknownName !== undefined) throw new Hdf5Error('INVALID_DATA', `the compound has no member '${unknownName}'`);
  const bytes = new Uint8Array(count * dtype.size);
  for (const member of dtype.members) {
    const column = columns.get(member.name);
    if (column === undefined) throw new Hdf5Error('INVALID_DATA', `there is no column '${member.name}'`);
    const size = elementSize(member.dtype, memory.pointerSize);
    const encoded = encodeElements(member.dtype, column, count, memory);
    for (let i = 0; i < count; i++) {
      bytes.set(encoded.subarray(i * size, (i + 1) * size), i * dtype.size + member.offset);
    }
  }
  return bytes;
}

function encodeSequences(dtype: VariableLengthDtype, data: unknown, count: number, memory: PointerMemory): Uint8Array {
  if (!(data instanceof VariableLength) || data.length !== count) {
    throw new Hdf5Error('INVALID_DATA', `a VariableLength of ${count} sequences is needed, not ${describe(data)}`);
  }
  const perElement = numberLayout(dtype.base)?.perElement ?? 1;
  const size = elementSize(dtype.base, memory.pointerSize);
  const total = data.values.length / perElement;
  const encoded = encodeElements(dtype.base, data.values as DataOf<Dtype>, total, memory);
  const address = memory.store(encoded);
  const words = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const start = (data.offsets[i] as number) / perElement;
    const length = (data.offsets[i + 1] as number) / perElement - start;
    words[2 * i] = length;
    words[2 * i + 1] = length === 0 ? 0 : address + start * size;
  }
  return writePointers(words, memory.pointerSize);
}

/** Lengths and addresses as words of pointer size. Written in halves: a bigint for each would cost more than the call. */
function writePointers(words: ArrayLike<number>, pointerSize: 4 | 8): Uint8Array {
  const halves = new Uint32Array((words.length * pointerSize) / 4);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    if (pointerSize === 4) halves[i] = word;
    else {
      halves[2 * i] = word % 2 ** 32;
      halves[2 * i + 1] = word / 2 ** 32;
    }
  }
  return new Uint8Array(halves.buffer);
}

function checkedArray(data: unknown, count: number, what: string): readonly unknown[] {
  if (!Array.isArray(data) || data.length !== count) {
    throw new Hdf5Error('INVALID_DATA', `an array of ${count} ${what} is needed, not ${describe(data)}`);
  }
  return data;
}

/** By name, because an array from another realm or a `Buffer` (a `Uint8Array`) is as good. */
function isInstanceNamed(data: unknown, name: string): data is ArrayBufferView & { readonly length: number } {
  if (!ArrayBuffer.isView(data) || data instanceof DataView) return false;
  return (
    (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get?.call(
      data,
    ) as string) === name
  );
}

function describe(data: unknown): string {
  if (data === null || typeof data !== 'object') return typeof data === 'string' ? 'text' : String(data);
  const { length } = data as { length?: unknown };
  return `${data.constructor?.name ?? 'an object'}${typeof length === 'number' ? ` of ${length}` : ''}`;
}
