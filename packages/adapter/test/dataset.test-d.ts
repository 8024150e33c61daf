import { describe, expectTypeOf, it } from 'vitest';
import {
  dtypes,
  hasDtype,
  type Attribute,
  type CompoundDtype,
  type Dataset,
  type Dtype,
  type FloatDtype,
  type Hdf5File,
  type IntegerDtype,
  type Slab,
  type StringDtype,
  type VariableLength,
  type VariableLengthDtype,
} from '../src/index.js';

declare const file: Hdf5File;
declare const unknown: Dataset;

describe('datasets', () => {
  it('that are opened by a dtype deliver its array', async () => {
    const frames = await file.dataset('/entry/data', 'uint16');
    expectTypeOf(frames).toEqualTypeOf<Dataset<IntegerDtype<2, false>>>();
    expectTypeOf((await frames.read([0])).data).toEqualTypeOf<Uint16Array>();
    const texts = await file.root.dataset('names', 'string');
    expectTypeOf((await texts.read()).data).toEqualTypeOf<string[]>();
    expectTypeOf(await file.dataset('/entry/data')).toEqualTypeOf<Dataset>();
    // @ts-expect-error there is no such dtype
    await file.dataset('/entry/data', 'uint17');
  });

  it('are narrowed by hasDtype', async () => {
    if (hasDtype(unknown, 'uint16')) {
      expectTypeOf((await unknown.read()).data).toEqualTypeOf<Uint16Array>();
      expectTypeOf(unknown.dtype.size).toEqualTypeOf<2>();
    }
    const slab = await unknown.read();
    if (hasDtype(slab, 'float64')) expectTypeOf(slab.data).toEqualTypeOf<Float64Array>();
    if (hasDtype(slab, 'boolean')) expectTypeOf(slab.data).toEqualTypeOf<Uint8Array>();
    const attribute: Attribute = await unknown.attributes.get('unit');
    if (hasDtype(attribute, 'string')) expectTypeOf(attribute.dtype).toExtend<StringDtype>();
  });

  it('that are created have the dtype that they were given', async () => {
    const frames = await file.root.createDataset('d', { dtype: dtypes.int16, shape: [2] });
    expectTypeOf(frames).toEqualTypeOf<Dataset<IntegerDtype<2, true>>>();
    const messages = await file.root.createDataset('m', { dtype: dtypes.variableLengthBytes, shape: [0] });
    expectTypeOf((await messages.read()).data).toEqualTypeOf<VariableLength>();
    const enumerated = await file.root.createDataset('e', { dtype: dtypes.enumeration(dtypes.uint8, []), shape: [1] });
    expectTypeOf((await enumerated.read()).data).toEqualTypeOf<Uint8Array>();
  });

  it('take no data of another class', async () => {
    const dataset = await file.dataset('/entry/data', 'uint16');
    await dataset.write(null, new Uint16Array(1));
    // @ts-expect-error the numbers have another sign
    await dataset.write(null, new Int16Array(1));
    // @ts-expect-error plain arrays are no typed arrays
    await dataset.write(null, [1]);
    // @ts-expect-error the array to fill has another class
    await dataset.read([], { into: new Float64Array(1) });
    // @ts-expect-error the content has another class
    await file.root.createDataset('x', { dtype: dtypes.float32, shape: [1], data: new Float64Array(1) });
    await file.root.createDataset('x', { dtype: dtypes.float32, shape: [1], data: new Float32Array(1) });
  });

  it('of a known dtype are datasets', () => {
    expectTypeOf<Dataset<IntegerDtype<4, true>>>().toExtend<Dataset>();
    expectTypeOf<Dataset<IntegerDtype<4, true>>>().toExtend<Dataset<IntegerDtype>>();
    expectTypeOf<Dataset<FloatDtype<8>>>().toExtend<Dataset>();
    expectTypeOf<Dataset<StringDtype>>().toExtend<Dataset>();
    expectTypeOf<Dataset<CompoundDtype>>().toExtend<Dataset>();
    expectTypeOf<Dataset<VariableLengthDtype<IntegerDtype<1, false>>>>().toExtend<Dataset<VariableLengthDtype>>();
    expectTypeOf<Slab<FloatDtype<4>>>().toExtend<Slab>();
    expectTypeOf<Dataset>().not.toExtend<Dataset<IntegerDtype>>();
  });

  it('tell their dtype as a union that can be switched over', () => {
    const { dtype }: { dtype: Dtype } = unknown;
    if (dtype.class === 'integer') expectTypeOf(dtype.signed).toEqualTypeOf<boolean>();
    if (dtype.class === 'string') expectTypeOf(dtype.length).toEqualTypeOf<number | 'variable'>();
  });
});
