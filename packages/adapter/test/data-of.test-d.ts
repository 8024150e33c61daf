import { describe, expectTypeOf, it } from 'vitest';
import type {
  AnyData,
  ArrayDtype,
  BitfieldDtype,
  Columns,
  CompoundDtype,
  DataOf,
  Dtype,
  EnumDtype,
  FloatDtype,
  IntegerDtype,
  NamedDtypes,
  OpaqueDtype,
  ReferenceDtype,
  StringDtype,
  UnknownDtype,
  VariableLength,
  VariableLengthDtype,
} from '../src/index.js';

describe('the dtype decides the array class', () => {
  it('of numbers', () => {
    expectTypeOf<DataOf<NamedDtypes['int8']>>().toEqualTypeOf<Int8Array>();
    expectTypeOf<DataOf<NamedDtypes['int16']>>().toEqualTypeOf<Int16Array>();
    expectTypeOf<DataOf<NamedDtypes['int32']>>().toEqualTypeOf<Int32Array>();
    expectTypeOf<DataOf<NamedDtypes['int64']>>().toEqualTypeOf<BigInt64Array>();
    expectTypeOf<DataOf<NamedDtypes['uint8']>>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<DataOf<NamedDtypes['uint16']>>().toEqualTypeOf<Uint16Array>();
    expectTypeOf<DataOf<NamedDtypes['uint32']>>().toEqualTypeOf<Uint32Array>();
    expectTypeOf<DataOf<NamedDtypes['uint64']>>().toEqualTypeOf<BigUint64Array>();
    expectTypeOf<DataOf<NamedDtypes['float16']>>().toEqualTypeOf<Float32Array>();
    expectTypeOf<DataOf<NamedDtypes['float32']>>().toEqualTypeOf<Float32Array>();
    expectTypeOf<DataOf<NamedDtypes['float64']>>().toEqualTypeOf<Float64Array>();
    expectTypeOf<DataOf<BitfieldDtype<2>>>().toEqualTypeOf<Uint16Array>();
  });

  it('of the others', () => {
    expectTypeOf<DataOf<StringDtype>>().toEqualTypeOf<string[]>();
    expectTypeOf<DataOf<NamedDtypes['boolean']>>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<DataOf<OpaqueDtype>>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<DataOf<ReferenceDtype>>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<DataOf<CompoundDtype>>().toEqualTypeOf<Columns>();
    expectTypeOf<DataOf<UnknownDtype>>().toEqualTypeOf<never>();
  });

  it('of what has a base', () => {
    expectTypeOf<DataOf<EnumDtype<IntegerDtype<2, false>>>>().toEqualTypeOf<Uint16Array>();
    expectTypeOf<DataOf<ArrayDtype<FloatDtype<4>>>>().toEqualTypeOf<Float32Array>();
    expectTypeOf<DataOf<ArrayDtype<ArrayDtype<IntegerDtype<1, true>>>>>().toEqualTypeOf<Int8Array>();
    expectTypeOf<DataOf<VariableLengthDtype<IntegerDtype<1, false>>>>().toEqualTypeOf<VariableLength>();
    expectTypeOf<DataOf<VariableLengthDtype<StringDtype>>>().toEqualTypeOf<VariableLength<string[]>>();
  });

  it('of what is known in part', () => {
    expectTypeOf<DataOf<IntegerDtype<8>>>().toEqualTypeOf<BigInt64Array | BigUint64Array>();
    expectTypeOf<DataOf<IntegerDtype<1 | 2, false>>>().toEqualTypeOf<Uint8Array | Uint16Array>();
    expectTypeOf<DataOf<FloatDtype>>().toEqualTypeOf<Float32Array | Float64Array>();
    expectTypeOf<DataOf<Dtype>>().toExtend<AnyData>();
    expectTypeOf<AnyData>().toExtend<DataOf<Dtype>>();
  });
});
