import type { Columns, DataOf } from '../dtype-data.js';
import type { CompoundDtype, Dtype, StringDtype, VariableLengthDtype } from '../dtype.js';
import { Hdf5Error } from '../errors.js';
import { VariableLength } from '../variable-length.js';
import { swapByteOrder } from './byte-order.js';
import { elementSize } from './element-size.js';
import { float16ToNumber } from './float16.js';
import { numberArrayClass, numberLayout } from './number-array.js';
import type { PointerMemory } from './pointer-memory.js';

/**
 * Turns elements as they lie in the backend's memory into the arrays that {@link DataOf} promises.
 *
 * `dtype.byteOrder` is the order of the bytes given. Nothing of `bytes` is kept unless `owned` says that the caller
 * gives them away; then numbers are viewed in place instead of copied.
 *
 * @throws Hdf5Error `UNSUPPORTED_DTYPE`.
 */
export function decodeElements<D extends Dtype>(
  dtype: D,
  bytes: Uint8Array,
  count: number,
  memory: PointerMemory,
  owned = false,
): DataOf<D> {
  return decode(dtype, bytes, count, memory, owned) as DataOf<D>;
}

function decode(dtype: Dtype, bytes: Uint8Array, count: number, memory: PointerMemory, owned: boolean): unknown {
  switch (dtype.class) {
    case 'string':
      return decodeStrings(dtype, bytes, count, memory);
    case 'compound':
      return decodeCompound(dtype, bytes, count, memory);
    case 'variable-length':
      return decodeSequences(dtype, bytes, count, memory);
    case 'array':
      if (numberLayout(dtype) === undefined) {
        const perElement = dtype.shape.reduce((product, extent) => product * extent, 1);
        return decode(dtype.base, bytes, count * perElement, memory, owned);
      }
      return decodeNumbers(dtype, bytes, count, owned);
    case 'unknown':
      throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${dtype.hdf5Class} cannot be read`);
    default:
      return decodeNumbers(dtype, bytes, count, owned);
  }
}

function decodeNumbers(dtype: Dtype, bytes: Uint8Array, count: number, owned: boolean): ArrayBufferView {
  const layout = numberLayout(dtype);
  const ArrayClass = numberArrayClass(dtype);
  if (layout === undefined || ArrayClass === undefined) throw new TypeError(`${dtype.class} is not made of numbers`);
  const length = count * layout.perElement;
  const fresh = owned && bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes.subarray(0, length * layout.size));
  if (layout.swapped) swapByteOrder(fresh.subarray(0, length * layout.size), layout.size);
  if (layout.size < ArrayClass.BYTES_PER_ELEMENT) {
    // 16-bit floats: this Node has no array class for them.
    const halves = new Uint16Array(fresh.buffer, fresh.byteOffset, length);
    return Float32Array.from(halves, float16ToNumber);
  }
  return new ArrayClass(fresh.buffer, fresh.byteOffset, length);
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeStrings(dtype: StringDtype, bytes: Uint8Array, count: number, memory: PointerMemory): string[] {
  // Text marked as ASCII is often UTF-8 in truth (h5py and C programs do not check), so only the bytes decide.
  if (dtype.length === 'variable') {
    return Array.from(readPointers(bytes, count, memory.pointerSize), (address) =>
      address === 0 ? '' : utf8.decode(memory.view(address, memory.findZero(address) - address)),
    );
  }
  const length = dtype.length;
  return Array.from({ length: count }, (_, i) => {
    const element = bytes.subarray(i * length, (i + 1) * length);
    return utf8.decode(element.subarray(0, paddedEnd(element, dtype.padding)));
  });
}

function paddedEnd(element: Uint8Array, padding: StringDtype['padding']): number {
  if (padding === 'null-terminated') {
    const end = element.indexOf(0);
    return end < 0 ? element.length : end;
  }
  const filler = padding === 'space-padded' ? 0x20 : 0;
  let end = element.length;
  while (end > 0 && element[end - 1] === filler) end--;
  return end;
}

function decodeCompound(dtype: CompoundDtype, bytes: Uint8Array, count: number, memory: PointerMemory): Columns {
  const columns = new Map<string, DataOf<Dtype>>();
  for (const member of dtype.members) {
    const size = elementSize(member.dtype, memory.pointerSize);
    const column = new Uint8Array(count * size);
    gatherMember(column, bytes, size, { step: dtype.size, offset: member.offset });
    columns.set(member.name, decodeElements(member.dtype, column, count, memory, true));
  }
  return columns;
}

/** Puts the bytes of a member, one element after the other, side by side. */
function gatherMember(
  column: Uint8Array,
  bytes: Uint8Array,
  size: number,
  { step, offset }: { readonly step: number; readonly offset: number },
): void {
  if (size === step) {
    column.set(bytes.subarray(0, column.length));
    return;
  }
  for (let to = 0, from = offset; to < column.length; to += size, from += step) {
    column.set(bytes.subarray(from, from + size), to);
  }
}

function decodeSequences(dtype: VariableLengthDtype, bytes: Uint8Array, count: number, memory: PointerMemory): unknown {
  const words = readPointers(bytes, 2 * count, memory.pointerSize);
  const size = elementSize(dtype.base, memory.pointerSize);
  const perElement = numberLayout(dtype.base)?.perElement ?? 1;
  const offsets = new Uint32Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    total += words[2 * i] as number;
    if (total * perElement > 0xffffffff) throw new Hdf5Error('OUT_OF_RANGE', 'more than 2^32 elements in one read');
    offsets[i + 1] = total * perElement;
  }
  const gathered = new Uint8Array(total * size);
  for (let i = 0, place = 0; i < count; i++) {
    const length = (words[2 * i] as number) * size;
    if (length > 0) gathered.set(memory.view(words[2 * i + 1] as number, length), place);
    place += length;
  }
  const values = decode(dtype.base, gathered, total, memory, true);
  if (typeof (values as { length?: unknown }).length !== 'number' || values instanceof VariableLength) {
    throw new Hdf5Error('UNSUPPORTED_DTYPE', `sequences of ${dtype.base.class} elements cannot be read`);
  }
  return new VariableLength(values as ArrayLike<unknown>, offsets);
}

/**
 * Lengths and addresses. The elements of millions of messages come this way, so no array of numbers is built, and 64-bit
 * ones are put together from halves: a bigint for each would cost more than the read.
 */
function readPointers(bytes: Uint8Array, count: number, pointerSize: 4 | 8): ArrayLike<number> {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const halves = new Uint32Array(aligned.buffer, aligned.byteOffset, (count * pointerSize) / 4);
  if (pointerSize === 4) return halves;
  const words = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const word = (halves[2 * i + 1] as number) * 2 ** 32 + (halves[2 * i] as number);
    if (word > Number.MAX_SAFE_INTEGER) throw new RangeError(`the address ${word} is beyond 2^53`);
    words[i] = word;
  }
  return words;
}
