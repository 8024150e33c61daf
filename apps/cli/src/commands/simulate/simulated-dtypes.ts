import { dtypes, type FloatDtype, type IntegerDtype, type NumericArray } from '@h5tail/adapter';

/** What `--dtype` takes. */
export const simulatedDtypeNames = [
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float16',
  'float32',
  'float64',
] as const;

/** One of {@link simulatedDtypeNames}. */
export type SimulatedDtypeName = (typeof simulatedDtypeNames)[number];

/** The dtype behind a name. */
export function simulatedDtype(name: SimulatedDtypeName): IntegerDtype | FloatDtype {
  return dtypes[name];
}

const arrayClasses: Readonly<Record<SimulatedDtypeName, new (length: number) => NumericArray>> = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float16: Float32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Class of the arrays that hold such numbers. */
export function numberArrayClassOf(name: SimulatedDtypeName): new (length: number) => NumericArray {
  return arrayClasses[name];
}
