import assert from 'node:assert/strict';
import { deflate, shuffle, dtypes, type CreateDatasetOptions, type Dtype } from '@h5tail/adapter';
import { creationCapabilities } from '@h5tail/adapter/implementation';
import { dtypeSamples } from '../assertions/dtype-samples.js';
import { refusesUnclaimed } from '../assertions/refuses-unclaimed.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { assertTellableDtype } from '../golden/golden-dtype.js';

/** New datasets: every dtype, every layout. What the adapter does not claim must be refused. */
export const creationCases = defineCases('writing', {
  ...Object.fromEntries(
    dtypeSamples.map(({ name, dtype, count, data }) => [
      `creates, writes and reads elements: ${name}`,
      async (context) => {
        const path = await context.newPath();
        const file = await context.open(path, { mode: 'w' });
        const options = { dtype, shape: [count], data } as CreateDatasetOptions;
        if (
          await refusesUnclaimed(context.adapter, creationCapabilities(dtype), () =>
            file.root.createDataset('d', options),
          )
        )
          return;
        await file.root.createDataset('d', options);
        const later = await file.root.createDataset('later', { dtype, shape: [count] });
        await later.write(null, data as never);
        assert.deepEqual((await later.read()).data, data);
        await file.close();
        const again = await context.open(path);
        for (const each of ['/d', '/later']) {
          const dataset = await again.dataset(each);
          assertTellableDtype(dataset.dtype, dtype, context.adapter.capabilities, each);
          assert.deepEqual((await dataset.read()).data, data, each);
        }
      },
    ]),
  ),

  'creates contiguous datasets': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', { dtype: dtypes.int32, shape: [2, 3] });
    assert.equal(dataset.kind, 'dataset');
    assert.equal(dataset.path, '/d');
    assert.equal(dataset.file, file);
    assert.deepEqual(dataset.shape, [2, 3]);
    assert.deepEqual(dataset.maxShape, [2, 3]);
    assert.equal(dataset.chunks, null);
    assert.deepEqual(dataset.filters, []);
    assert.equal(dataset.isVirtual, false);
    assert.deepEqual((await dataset.read()).data, new Int32Array(6));
  },

  'creates chunked datasets that can grow': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.uint16, shape: [0, 4, 5], maxShape: [null, 4, 10], chunks: [1, 4, 5] };
    const created = await file.root.createDataset('d', options);
    assert.deepEqual(created.chunks, [1, 4, 5]);
    await file.close();
    const dataset = await (await context.open(path)).dataset('/d', 'uint16');
    assert.deepEqual(dataset.shape, [0, 4, 5]);
    assert.deepEqual(dataset.maxShape, [null, 4, 10]);
    assert.deepEqual(dataset.chunks, [1, 4, 5]);
  },

  'chooses a chunk where one is needed': async (context) => {
    const file = await context.create();
    const growing = await file.root.createDataset('a', { dtype: dtypes.float64, shape: [0, 8], maxShape: [null, 8] });
    const packed = await file.root.createDataset('b', { dtype: dtypes.uint8, shape: [100], filters: [deflate()] });
    for (const { chunks, shape } of [growing, packed]) {
      assert.equal(chunks?.length, shape?.length);
      assert.ok(chunks?.every((extent) => extent >= 1));
    }
  },

  'creates single values': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    await file.root.createDataset('n', { dtype: dtypes.float64, shape: [], data: Float64Array.of(1.25) });
    await file.root.createDataset('t', { dtype: dtypes.string, shape: [], data: ['text'] });
    await file.close();
    const again = await context.open(path);
    assert.deepEqual((await again.dataset('/n')).shape, []);
    assert.deepEqual((await (await again.dataset('/n', 'float64')).read()).data, Float64Array.of(1.25));
    assert.deepEqual((await (await again.dataset('/t', 'string')).read()).data, ['text']);
  },

  'creates missing groups on the way': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('a/b/c', { dtype: dtypes.uint8, shape: [1] });
    assert.equal(dataset.path, '/a/b/c');
    const group = await (await file.group('/a')).createGroup('x/y');
    assert.equal(group.path, '/a/x/y');
    await group.createDataset('/from/the/root', { dtype: dtypes.uint8, shape: [1] });
    for (const path of ['/a', '/a/b', '/a/x', '/a/x/y', '/from/the'])
      assert.equal((await file.root.open(path)).kind, 'group');
    assert.deepEqual(
      (await (await file.group('/a')).children()).map(({ name, kind }) => [name, kind]),
      [
        ['b', 'group'],
        ['x', 'group'],
      ],
    );
  },

  compresses: async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const data = Int32Array.from({ length: 5000 }, (_, i) => i % 7);
    const options = { dtype: dtypes.int32, shape: [50, 100], chunks: [7, 100], filters: [deflate(6)], data };
    await file.root.createDataset('d', options);
    await file.close();
    const dataset = await (await context.open(path)).dataset('/d', 'int32');
    assert.deepEqual(
      dataset.filters.map(({ id, options: found }) => ({ id, options: [...found] })),
      [{ id: 1, options: [6] }],
    );
    assert.deepEqual((await dataset.read()).data, data);
    assert.deepEqual((await dataset.read([49, [98, 100]])).data, Int32Array.of(4998 % 7, 4999 % 7));
  },

  'compresses with several filters': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const data = Uint16Array.from({ length: 400 }, (_, i) => 3 * i);
    const create = (): Promise<unknown> =>
      file.root.createDataset('d', {
        dtype: dtypes.uint16,
        shape: [400],
        chunks: [64],
        filters: [shuffle(), deflate(1)],
        data,
      });
    if (await refusesUnclaimed(context.adapter, ['createFilterPipeline'], create)) return;
    await create();
    await file.close();
    const dataset = await (await context.open(path)).dataset('/d', 'uint16');
    assert.deepEqual(
      dataset.filters.map(({ id }) => id),
      [2, 1],
    );
    assert.deepEqual((await dataset.read()).data, data);
  },

  'fills unwritten elements with a given value': async (context) => {
    const file = await context.create();
    const create = <D extends Dtype>(name: string, dtype: D, fillValue: number | bigint) =>
      file.root.createDataset(name, { dtype, shape: [3], maxShape: [null], chunks: [2], fillValue });
    if (await refusesUnclaimed(context.adapter, ['createFillValue'], () => create('n', dtypes.int32, -7))) return;
    const numbers = await create('n', dtypes.int32, -7);
    await numbers.write([1], Int32Array.of(5));
    await numbers.resize([5]);
    assert.deepEqual((await numbers.read()).data, Int32Array.of(-7, 5, -7, -7, -7));
    const wide = await create('w', dtypes.int64, 2n ** 60n + 1n);
    assert.deepEqual((await wide.read([0])).data, BigInt64Array.of(2n ** 60n + 1n));
    const real = await create('f', dtypes.float64, NaN);
    assert.deepEqual((await real.read([2])).data, Float64Array.of(NaN));
    if (context.adapter.capabilities.readFillValue) {
      assert.deepEqual([numbers.fillValue, wide.fillValue, real.fillValue], [-7, 2n ** 60n + 1n, NaN]);
    }
  },

  'creates datasets without a dataspace': async (context) => {
    const file = await context.create();
    const create = (): Promise<unknown> => file.root.createDataset('nothing', { dtype: dtypes.float32, shape: null });
    if (await refusesUnclaimed(context.adapter, ['createNullDataspace'], create)) return;
    await create();
    const dataset = await file.dataset('/nothing', 'float32');
    assert.equal(dataset.shape, null);
    await rejectsWithCode('NULL_DATASPACE', () => dataset.read());
    await rejectsWithCode('NULL_DATASPACE', () => dataset.write(null, new Float32Array(0)));
  },

  'starts a file from a skeleton': {
    needs: 'files',
    run: async (context) => {
      const { readFile } = await import('node:fs/promises');
      const skeleton = await readFile(await context.fixture('skeleton-messages.h5'));
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'wx', skeleton });
      assert.deepEqual((await file.dataset('/msgs', 'variable-length')).shape, [0]);
      await file.root.createGroup('more');
      await file.close();
      const again = await context.open(path);
      assert.ok(await again.root.has('/more'));
      await again.close();
      await rejectsWithCode('FILE_EXISTS', () => context.open(path, { mode: 'wx', skeleton }));
      const replaced = await context.open(path, { mode: 'w', skeleton });
      assert.equal(await replaced.root.has('/more'), false);
    },
  },
});
