import { dtypeName, Hdf5Error, type NumberDtype, type NumericArray } from '@h5tail/adapter';
import { PieceQueue } from '../../raw/input/piece-queue.js';
import { inputFault, type BlockReader, type InputBlock } from './block-reader.js';

/** A channel of the input. */
export interface RawColumn {
  readonly name: string;
  readonly dtype: NumberDtype;
}

type Unpack = (view: DataView, count: number, offset: number, stride: number) => NumericArray;

/** Numbers at equal distances, little-endian. */
function unpack<Value extends number | bigint>(
  allocate: (count: number) => NumericArray & { [index: number]: Value },
  get: (view: DataView, at: number) => Value,
): Unpack {
  return (view, count, offset, stride) => {
    const values = allocate(count);
    for (let i = 0, at = offset; i < count; i++, at += stride) values[i] = get(view, at);
    return values;
  };
}

/** By dtype: the bytes of a number, and how many of them are read. */
const unpackers: Readonly<Record<string, readonly [size: number, unpack: Unpack]>> = {
  int8: [
    1,
    unpack(
      (count) => new Int8Array(count),
      (view, at) => view.getInt8(at),
    ),
  ],
  uint8: [
    1,
    unpack(
      (count) => new Uint8Array(count),
      (view, at) => view.getUint8(at),
    ),
  ],
  int16: [
    2,
    unpack(
      (count) => new Int16Array(count),
      (view, at) => view.getInt16(at, true),
    ),
  ],
  uint16: [
    2,
    unpack(
      (count) => new Uint16Array(count),
      (view, at) => view.getUint16(at, true),
    ),
  ],
  int32: [
    4,
    unpack(
      (count) => new Int32Array(count),
      (view, at) => view.getInt32(at, true),
    ),
  ],
  uint32: [
    4,
    unpack(
      (count) => new Uint32Array(count),
      (view, at) => view.getUint32(at, true),
    ),
  ],
  int64: [
    8,
    unpack(
      (count) => new BigInt64Array(count),
      (view, at) => view.getBigInt64(at, true),
    ),
  ],
  uint64: [
    8,
    unpack(
      (count) => new BigUint64Array(count),
      (view, at) => view.getBigUint64(at, true),
    ),
  ],
  float32: [
    4,
    unpack(
      (count) => new Float32Array(count),
      (view, at) => view.getFloat32(at, true),
    ),
  ],
  float64: [
    8,
    unpack(
      (count) => new Float64Array(count),
      (view, at) => view.getFloat64(at, true),
    ),
  ],
};

/**
 * Reads samples as bytes: one of each channel, in their order, each of the size that its dtype has, little-endian, and so on.
 */
export class RawBlocks implements BlockReader {
  readonly #columns: readonly (readonly [name: string, offset: number, unpack: Unpack])[];
  /** Bytes of one sample of each channel. */
  readonly #stride: number;
  readonly #queue = new PieceQueue();
  /** Where the queue begins in the input. */
  #position = 0;

  /** @throws Hdf5Error `UNSUPPORTED_DTYPE`. */
  constructor(columns: readonly RawColumn[]) {
    let offset = 0;
    this.#columns = columns.map(({ name, dtype }) => {
      const [size, values] = unpacker(name, dtype);
      const column = [name, offset, values] as const;
      offset += size;
      return column;
    });
    this.#stride = offset;
  }

  get unfinishedBytes(): number {
    return this.#queue.length;
  }

  *push(piece: Uint8Array): Generator<InputBlock> {
    this.#queue.add(piece);
    if (this.#queue.length < this.#stride) return;
    const bytes = this.#queue.take();
    const length = Math.floor(bytes.length / this.#stride);
    const end = length * this.#stride;
    const place = { kind: 'byte', number: this.#position } as const;
    this.#position += end;
    this.#queue.add(bytes.subarray(end));
    const view = new DataView(bytes.buffer, bytes.byteOffset, end);
    const samples = Object.fromEntries(
      this.#columns.map(([name, offset, values]) => [name, values(view, length, offset, this.#stride)]),
    );
    yield { samples, length, start: undefined, place };
  }

  // eslint-disable-next-line require-yield
  *end(): Generator<InputBlock> {
    const left = this.#queue.length;
    if (left === 0) return;
    const names = this.#columns.map(([name]) => name).join(', ');
    throw inputFault(
      { kind: 'byte', number: this.#position },
      `the input ends in a sample: ${left} of its ${this.#stride} bytes are left over`,
      `Write one sample each of ${names}, little-endian, and so on`,
    );
  }
}

function unpacker(name: string, dtype: NumberDtype): readonly [size: number, unpack: Unpack] {
  const known = dtypeName(dtype);
  const found = known === undefined ? undefined : unpackers[known];
  if (found !== undefined) return found;
  throw new Hdf5Error(
    'UNSUPPORTED_DTYPE',
    `samples of ${name} are of ${known ?? 'a dtype'} that is not read as bytes`,
    {
      remedy: 'Write them as lines of JSON, --input ndjson',
    },
  );
}
