import { dtypes, type Hdf5File } from '@h5tail/adapter';
import { ResultWriter, whenReadable, type ResultValues } from '@h5tail/frames';
import { describe, expectTypeOf, it } from 'vitest';

declare const file: Hdf5File;

describe('a writer of results', () => {
  it('takes the arrays of its dtypes, all of them, and no others', async () => {
    const writer = await ResultWriter.create(file, {
      maxShape: [null, 4],
      results: {
        sum: { dtype: dtypes.float64 },
        mask: { dtype: dtypes.boolean, shape: [3] },
        id: { dtype: dtypes.uint64 },
      },
    });
    type Values = Parameters<typeof writer.write>[1];
    expectTypeOf<Values['sum']>().toEqualTypeOf<Float64Array>();
    expectTypeOf<Values['mask']>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<Values['id']>().toEqualTypeOf<BigUint64Array>();
    const mask = new Uint8Array(3);
    const id = BigUint64Array.of(1n);
    await writer.write(0, { sum: Float64Array.of(1), mask, id });
    // @ts-expect-error The results are of 64 bits.
    await writer.write(0, { sum: Float32Array.of(1), mask, id });
    // @ts-expect-error A result is missing.
    await writer.write(0, { sum: Float64Array.of(1), mask });
  });

  it('takes numbers only', () => {
    // @ts-expect-error Text is no number.
    void ResultWriter.create(file, { maxShape: [4], results: { name: { dtype: dtypes.string } } });
    expectTypeOf<ResultValues>().toExtend<Readonly<Record<string, ArrayBufferView>>>();
  });
});

describe('whenReadable', () => {
  it('takes a list of paths, and tells the fault only where there is one', async () => {
    // @ts-expect-error A text is no list of paths.
    void whenReadable('scan.h5', { adapter: file.adapter, datasets: '/keys' });
    const state = await whenReadable('scan.h5', { adapter: file.adapter });
    if (state.readable) expectTypeOf(state).not.toHaveProperty('error');
    else expectTypeOf(state.error.code).toExtend<string>();
  });
});
