import assert from 'node:assert/strict';
import type { Hdf5File } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

/** `into` and `signal`, who owns the bytes, and calls at the same time. */
export const readingOptionsCases = defineCases('reading', {
  'fills the array that it is given': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    await fills(file, '/integers/uint16', new Uint16Array(5), Uint16Array.of(0, 0, 1, 65_534, 65_535));
    await fills(file, '/integers/int16-be', new Int16Array(5), Int16Array.of(-32_768, 0, 1, 32_766, 32_767));
    await fills(file, '/bitfields/16-be', new Uint16Array(4), Uint16Array.of(0, 1, 0x8001, 0xffff));
    await fills(file, '/enums/boolean', new Uint8Array(6), Uint8Array.of(1, 0, 1, 0, 0, 1));
    await fills(file, '/enums/uint16', new Uint16Array(3), Uint16Array.of(0, 65_535, 0));
    await fills(file, '/arrays/int64-2', new BigInt64Array(2), BigInt64Array.of(2n ** 60n, -1n));
    await fills(file, '/floats/float16-2d', new Float32Array(6), Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25));
  },

  'fills a part of a larger buffer and nothing beside it': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/slabs/4d-chunked', 'uint16');
    const buffer = new Uint16Array(10).fill(9999);
    const into = buffer.subarray(2, 8);
    const slab = await dataset.read([1, 2, 3], { into });
    assert.equal(slab.data, into);
    assert.deepEqual(slab.shape, [6]);
    assert.deepEqual(buffer, Uint16Array.of(9999, 9999, 198, 199, 200, 201, 202, 203, 9999, 9999));
  },

  'refuses an array of another class or length': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/slabs/4d', 'uint16');
    for (const into of [
      new Uint16Array(5),
      new Uint16Array(7),
      new Int16Array(6),
      new Uint8Array(12),
      new Float64Array(6),
    ]) {
      await rejectsWithCode('INVALID_DATA', () => dataset.read([0, 0, 0], { into: into as Uint16Array }));
    }
  },

  'ends with the reason of a signal that was aborted before': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/slabs/4d', 'uint16');
    const reason = new Error('enough');
    const into = new Uint16Array(6);
    await assert.rejects(
      dataset.read([1, 1, 1], { signal: AbortSignal.abort(reason), into }),
      (error) => error === reason,
    );
    assert.deepEqual(into, new Uint16Array(6));
    const { data } = await dataset.read([1, 1, 1], { signal: new AbortController().signal });
    assert.equal(data[0], 156);
  },

  'delivers bytes that belong to the caller': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/slabs/4d-chunked', 'uint16');
    const first = await dataset.read([0]);
    const kept = first.data.slice();
    const second = await dataset.read([1]);
    assert.notEqual(first.data.buffer, second.data.buffer, 'two reads share a buffer');
    assert.deepEqual(first.data, kept, 'a later read changed an earlier result');
    first.data.fill(0);
    assert.deepEqual((await dataset.read([0])).data, kept, 'a change of the result changed the dataset');
    await file.close();
    assert.equal(second.data[0], 120);
  },

  'delivers sequences and texts that belong to the caller': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    const dataset = await file.dataset('/sequences/uint8', 'variable-length');
    const first = (await dataset.read()).data;
    const texts = await (await file.dataset('/strings/variable-utf-8', 'string')).read();
    const second = (await dataset.read()).data;
    (second.values as Uint8Array).fill(0);
    for (let round = 0; round < 20; round++) await dataset.read();
    await file.close();
    assert.deepEqual(first.at(0), Uint8Array.of(1, 2, 3));
    assert.deepEqual(first.at(2), Uint8Array.of(255));
    assert.equal(texts.data[4], '🔬');
  },

  'carries out many reads that were started at the same time': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const names = ['/slabs/4d', '/slabs/4d-chunked'];
    const datasets = await Promise.all(names.map((name) => file.dataset(name, 'uint16')));
    const slabs = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => datasets[i % 2]?.read([i % 3, i % 4, i % 5, i % 6])),
    );
    slabs.forEach((slab, i) => {
      const position = ((i % 3) * 4 + (i % 4)) * 30 + (i % 5) * 6 + (i % 6);
      assert.deepEqual(slab?.data, Uint16Array.of(position));
    });
  },

  'opens a dataset by the name of its dtype, and no other': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    assert.equal((await file.dataset('/integers/uint16', 'uint16')).dtype.size, 2);
    // A name says nothing of the byte order.
    assert.equal((await file.root.dataset('integers/uint16-be', 'uint16')).dtype.byteOrder, 'big');
    for (const [path, name] of [
      ['/integers/uint16', 'int16'],
      ['/integers/uint16', 'float32'],
      ['/enums/boolean', 'int8'],
      ['/compounds/plain', 'string'],
    ] as const) {
      const error = await rejectsWithCode('WRONG_DTYPE', () => file.dataset(path, name));
      assert.equal(error.object, path);
    }
  },
});

async function fills<Data extends ArrayBufferView>(
  file: Hdf5File,
  path: string,
  into: Data,
  wanted: Data,
): Promise<void> {
  const slab = await (await file.dataset(path)).read(undefined, { into: into as unknown as Uint8Array<ArrayBuffer> });
  assert.equal(slab.data, into, path);
  assert.deepEqual(into, wanted, path);
}
