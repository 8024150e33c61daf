/**
 * What a read delivers, and a write takes, for each dtype. The dtype decides the array class at compile time.
 *
 * @module
 */
import type {
  ArrayDtype,
  BitfieldDtype,
  BooleanDtype,
  CompoundDtype,
  Dtype,
  EnumDtype,
  FloatDtype,
  IntegerDtype,
  OpaqueDtype,
  ReferenceDtype,
  StringDtype,
  VariableLengthDtype,
} from './dtype.js';
import type { VariableLength } from './variable-length.js';

type SignedArrays = { 1: Int8Array; 2: Int16Array; 4: Int32Array; 8: BigInt64Array };
type UnsignedArrays = { 1: Uint8Array; 2: Uint16Array; 4: Uint32Array; 8: BigUint64Array };
type FloatArrays = { 2: Float32Array; 4: Float32Array; 8: Float64Array };

type IntegerArray<Size extends 1 | 2 | 4 | 8, Signed extends boolean> = Signed extends true
  ? SignedArrays[Size]
  : UnsignedArrays[Size];

/** One array per field of a compound, in the order of its members. */
export type Columns = ReadonlyMap<string, AnyData>;

/** Every array that a read can deliver. */
export type AnyData =
  | SignedArrays[1 | 2 | 4 | 8]
  | UnsignedArrays[1 | 2 | 4 | 8]
  | FloatArrays[2 | 4 | 8]
  | string[]
  | Columns
  | VariableLength<ArrayLike<unknown>>;

/**
 * The array for the elements of a dtype, flat and in row-major order.
 *
 * | dtype | array |
 * | --- | --- |
 * | integer, 1 to 4 bytes | `Int8Array` … `Uint32Array` |
 * | integer, 8 bytes | `BigInt64Array`, `BigUint64Array` |
 * | float, 2 or 4 bytes | `Float32Array` (16-bit numbers fit without loss) |
 * | float, 8 bytes | `Float64Array` |
 * | string | `string[]` |
 * | boolean | `Uint8Array` of 0 and 1 |
 * | enum | the array of its base |
 * | compound | {@link Columns} |
 * | array | the array of its base, `product(shape)` numbers per element |
 * | opaque, reference | `Uint8Array`, `size` bytes per element |
 * | variable-length | {@link VariableLength}: one buffer plus offsets |
 * | bitfield | the unsigned array of its size |
 */
// `D` stands only where it is tested: a test of something against `D` would keep a typed `Dataset<D>` from being passed
// where any `Dataset` is asked for.
export type DataOf<D extends Dtype> =
  D extends IntegerDtype<infer Size, infer Signed>
    ? IntegerArray<Size, Signed>
    : D extends FloatDtype<infer Size>
      ? FloatArrays[Size]
      : D extends BitfieldDtype<infer Size>
        ? UnsignedArrays[Size]
        : D extends StringDtype
          ? string[]
          : D extends BooleanDtype | OpaqueDtype | ReferenceDtype
            ? Uint8Array
            : D extends EnumDtype<infer Base>
              ? DataOf<Base>
              : D extends ArrayDtype<infer Base>
                ? DataOfBase<Base>
                : D extends CompoundDtype
                  ? Columns
                  : D extends VariableLengthDtype<infer Base>
                    ? Sequences<DataOfBase<Base>>
                    : never;

// This test ends the recursion: the base of an array or a sequence of unknown dtype is `Dtype` again.
type DataOfBase<Base extends Dtype> = [Dtype] extends [Base] ? AnyData : DataOf<Base>;

type Sequences<Values> = Values extends ArrayLike<unknown> ? VariableLength<Values> : never;

/** Elements with their shape and dtype. `data` is fresh and belongs to the caller. */
export interface Slab<D extends Dtype = Dtype> {
  readonly dtype: D;
  /** Extents, slowest axis first; empty for a single value. */
  readonly shape: readonly number[];
  /** Elements in row-major order; `product(shape)` of them. */
  readonly data: DataOf<D>;
}
