import { createHash } from 'node:crypto';
import { VariableLength, type Columns, type Dtype } from '@h5tail/adapter';
import { numberArrayClass } from '@h5tail/adapter/implementation';
import type { GoldenData } from './golden.js';

/** Goldens give more elements than this as a digest. */
const mostListed = 4096;

/** Path of the object that the bytes of a reference point to. */
export type ResolveReference = (reference: Uint8Array) => Promise<string | null>;

/** Elements as the goldens write them. */
export async function toGoldenData(dtype: Dtype, data: unknown, resolve: ResolveReference): Promise<GoldenData> {
  const count = (data as { readonly length?: number }).length ?? 0;
  if (count > mostListed && ArrayBuffer.isView(data)) return digest(data, count);
  switch (dtype.class) {
    case 'integer':
    case 'bitfield':
      return plainNumbers(data);
    case 'boolean':
    case 'enum':
      return plainNumbers(data);
    case 'float':
      return Array.from(data as ArrayLike<number>, floatToJson);
    case 'array':
      return toGoldenData(dtype.base, data, resolve);
    case 'string':
      return data as string[];
    case 'opaque':
      return { hex: Buffer.from(data as Uint8Array).toString('hex') };
    case 'reference':
      return references(data as Uint8Array, dtype.size, dtype.target, resolve);
    case 'compound': {
      const columns: unknown[] = [];
      for (const { name, dtype: member } of dtype.members) {
        columns.push([name, await toGoldenData(member, (data as Columns).get(name), resolve)]);
      }
      return { columns };
    }
    case 'variable-length':
      return Promise.all([...(data as VariableLength)].map((sequence) => toGoldenData(dtype.base, sequence, resolve)));
    case 'unknown':
      throw new TypeError('goldens hold no elements of unknown dtype');
  }
}

function digest(data: ArrayBufferView, elements: number): GoldenData {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { elements, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function plainNumbers(data: unknown): unknown[] {
  const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  return isWide ? Array.from(data, String) : Array.from(data as ArrayLike<number>);
}

function floatToJson(value: number): unknown {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

async function references(
  data: Uint8Array,
  size: number,
  target: 'object' | 'region',
  resolve: ResolveReference,
): Promise<GoldenData> {
  const paths: (string | null)[] = [];
  for (let start = 0; start < data.length; start += size) paths.push(await resolve(data.subarray(start, start + size)));
  return target === 'object' ? { references: paths } : { regions: paths };
}

/**
 * The elements that a golden stands for, in the form of `DataOf<dtype>`.
 *
 * @param reference Bytes of a reference to a path.
 * @throws RangeError for a digest, which does not tell its elements.
 */
export function fromGoldenData(dtype: Dtype, golden: GoldenData, reference: (path: string) => Uint8Array): unknown {
  if (golden !== null && 'sha256' in golden) throw new RangeError('a digest does not tell its elements');
  switch (dtype.class) {
    case 'string':
      return golden;
    case 'array':
      return fromGoldenData(dtype.base, golden, reference);
    case 'opaque':
      return Uint8Array.from(Buffer.from((golden as { hex: string }).hex, 'hex'));
    case 'reference': {
      const { references: objects, regions } = golden as { references?: string[]; regions?: string[] };
      return concatenate((objects ?? regions ?? []).map((path) => paddedReference(path, dtype.size, reference)));
    }
    case 'compound': {
      const { columns } = golden as { columns: [string, GoldenData][] };
      const members = new Map(dtype.members.map((member) => [member.name, member.dtype]));
      return new Map(
        columns.map(([name, column]) => [name, fromGoldenData(members.get(name) as Dtype, column, reference)]),
      );
    }
    case 'variable-length':
      return sequences(dtype.base, golden as GoldenData[], reference);
    default:
      return numbers(dtype, golden as (number | string)[]);
  }
}

function numbers(dtype: Dtype, golden: readonly (number | string)[]): ArrayLike<unknown> {
  const ArrayClass = numberArrayClass(dtype);
  if (ArrayClass === undefined) throw new TypeError(`${dtype.class} is not made of numbers`);
  const array = new ArrayClass(golden.length);
  const isWide = array instanceof BigInt64Array || array instanceof BigUint64Array;
  golden.forEach((value, i) => (array[i] = isWide ? BigInt(value) : Number(value)));
  return array;
}

function sequences(base: Dtype, golden: readonly GoldenData[], reference: (path: string) => Uint8Array): unknown {
  const items = golden.map((item) => fromGoldenData(base, item, reference) as ArrayLike<unknown>);
  const offsets = new Uint32Array(items.length + 1);
  items.forEach((item, i) => (offsets[i + 1] = (offsets[i] as number) + item.length));
  const flat = golden.flatMap((item) => item as unknown[]);
  return new VariableLength(fromGoldenData(base, flat, reference) as ArrayLike<unknown>, offsets);
}

function paddedReference(path: string | null, size: number, reference: (path: string) => Uint8Array): Uint8Array {
  const bytes = new Uint8Array(size);
  if (path !== null) bytes.set(reference(path));
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
