import assert from 'node:assert/strict';
import { dtypes, type CreateDatasetOptions, type DataOf, type Dtype } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

/** Writes and creations that must be refused, and leave everything as it was. */
export const writingFaultCases = defineCases('writing', {
  'refuses data of another class or length': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', {
      dtype: dtypes.int16,
      shape: [2, 2],
      data: Int16Array.of(1, 2, 3, 4),
    });
    const wrong: readonly unknown[] = [
      new Int16Array(3),
      new Int16Array(5),
      new Uint16Array(4),
      new Int32Array(4),
      new Float64Array(4),
      [1, 2, 3, 4],
      'text',
      5,
      null,
      undefined,
      {},
      new ArrayBuffer(8),
      new DataView(new ArrayBuffer(8)),
    ];
    for (const data of wrong) {
      await rejectsWithCode('INVALID_DATA', () => dataset.write(null, data as Int16Array));
    }
    await rejectsWithCode('INVALID_DATA', () => dataset.write([0], new Int16Array(4)));
    assert.deepEqual((await dataset.read()).data, Int16Array.of(1, 2, 3, 4));
    const bad = { dtype: dtypes.int16, shape: [2], data: new Int16Array(3) };
    await rejectsWithCode('INVALID_DATA', () => file.root.createDataset('bad', bad));
    assert.equal(await file.root.has('bad'), false, 'a refused dataset is not left behind');
  },

  'refuses text that does not fit': async (context) => {
    const file = await context.create();
    const dtype = { class: 'string', length: 4, charset: 'ascii', padding: 'null-terminated' } as const;
    const fixed = await file.root.createDataset('f', { dtype, shape: [1], data: ['abc'] });
    // The fourth byte is the zero at the end; and a letter may take more than one byte.
    for (const text of ['abcd', 'üü']) await rejectsWithCode('INVALID_DATA', () => fixed.write(null, [text]));
    assert.deepEqual((await fixed.read()).data, ['abc']);
    const free = await file.root.createDataset('v', { dtype: dtypes.string, shape: [2], data: ['a', 'b'] });
    const wrong: readonly unknown[] = [['a'], ['a', 'b', 'c'], ['a', 5], ['a', undefined], 'ab', ['a', 'x\0y']];
    for (const data of wrong) await rejectsWithCode('INVALID_DATA', () => free.write(null, data as string[]));
    assert.deepEqual((await free.read()).data, ['a', 'b']);
  },

  'refuses columns that do not fit': async (context) => {
    const file = await context.create();
    const dtype = dtypes.compound([
      ['x', dtypes.int32],
      ['y', dtypes.float64],
    ]);
    const dataset = await file.root.createDataset('d', { dtype, shape: [2] });
    const columns = (x: unknown, y: unknown): unknown =>
      new Map([
        ['x', x],
        ['y', y],
      ]);
    const wrong: readonly unknown[] = [
      new Map([['x', Int32Array.of(1, 2)]]),
      columns(Int32Array.of(1), Float64Array.of(1, 2)),
      columns(Float64Array.of(1, 2), Float64Array.of(1, 2)),
      new Map<string, unknown>([
        ...(columns(Int32Array.of(1, 2), Float64Array.of(1, 2)) as Map<string, unknown>),
        ['z', []],
      ]),
      { x: Int32Array.of(1, 2), y: Float64Array.of(1, 2) },
    ];
    for (const data of wrong)
      await rejectsWithCode('INVALID_DATA', () => dataset.write(null, data as DataOf<typeof dtype>));
    await dataset.write(null, columns(Int32Array.of(1, 2), Float64Array.of(3, 4)) as DataOf<typeof dtype>);
    assert.deepEqual((await dataset.read()).data.get('y'), Float64Array.of(3, 4));
  },

  'refuses selections outside the dataset': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', { dtype: dtypes.uint8, shape: [2], maxShape: [4], chunks: [2] });
    await rejectsWithCode('OUT_OF_RANGE', () => dataset.write([2], Uint8Array.of(1)));
    await rejectsWithCode('OUT_OF_RANGE', () => dataset.write([[0, 3]], Uint8Array.of(1, 2, 3)));
    await rejectsWithCode('OUT_OF_RANGE', () => dataset.write([0, 0], Uint8Array.of(1)));
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(0, 0));
  },

  'refuses extents outside the maximum': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', {
      dtype: dtypes.uint8,
      shape: [2, 2],
      maxShape: [4, null],
      chunks: [2, 2],
    });
    for (const shape of [
      [5, 2],
      [-1, 2],
      [2.5, 2],
      [NaN, 2],
    ])
      await rejectsWithCode('OUT_OF_RANGE', () => dataset.resize(shape));
    for (const shape of [[2], [2, 2, 2], []]) await rejectsWithCode('WRONG_SHAPE', () => dataset.resize(shape));
    assert.deepEqual(dataset.shape, [2, 2]);
    await dataset.resize([4, 9]);
    assert.deepEqual(dataset.shape, [4, 9]);
    const fixed = await file.root.createDataset('fixed', { dtype: dtypes.uint8, shape: [2] });
    await rejectsWithCode('OUT_OF_RANGE', () => fixed.resize([3]));
  },

  'refuses shapes that do not go together': async (context) => {
    const file = await context.create();
    const wrong: readonly Partial<CreateDatasetOptions>[] = [
      { shape: [-1] },
      { shape: [1.5] },
      { shape: [2], maxShape: [1], chunks: [1] },
      { shape: [2], maxShape: [4, 4], chunks: [1] },
      { shape: [2], chunks: [1, 1] },
      { shape: [2], chunks: [0] },
      { shape: [2], chunks: [3] },
      { shape: [], chunks: [] },
    ];
    for (const options of wrong) {
      const all = { dtype: dtypes.uint8, ...options } as CreateDatasetOptions<typeof dtypes.uint8>;
      await rejectsWithCode('WRONG_SHAPE', () => file.root.createDataset('d', all));
    }
    assert.equal(await file.root.has('d'), false);
  },

  'refuses a filter that it does not have': async (context) => {
    const file = await context.create();
    const options = { dtype: dtypes.uint8, shape: [8], chunks: [4], filters: [{ id: 32_099, options: [] }] };
    await rejectsWithCode('FILTER_MISSING', () => file.root.createDataset('d', options));
    assert.equal(await file.root.has('d'), false);
  },

  'refuses a name that is taken': async (context) => {
    const file = await context.create();
    await file.root.createDataset('d', { dtype: dtypes.uint8, shape: [1], data: Uint8Array.of(7) });
    await file.root.createGroup('g');
    await file.root.createSoftLink('s', '/nowhere');
    for (const name of ['d', 'g', 's', '/g']) {
      await rejectsWithCode('OBJECT_EXISTS', () => file.root.createDataset(name, { dtype: dtypes.uint8, shape: [1] }));
      await rejectsWithCode('OBJECT_EXISTS', () => file.root.createGroup(name));
      await rejectsWithCode('OBJECT_EXISTS', () => file.root.createSoftLink(name, '/d'));
      await rejectsWithCode('OBJECT_EXISTS', () => file.root.createHardLink(name, '/d'));
      await rejectsWithCode('OBJECT_EXISTS', () => file.root.createExternalLink(name, 'other.h5', '/d'));
    }
    assert.deepEqual((await (await file.dataset('/d', 'uint8')).read()).data, Uint8Array.of(7));
  },

  'refuses a path that leads through a dataset': async (context) => {
    const file = await context.create();
    await file.root.createDataset('d', { dtype: dtypes.uint8, shape: [1] });
    await rejectsWithCode('WRONG_KIND', () => file.root.createGroup('d/inside'));
    await rejectsWithCode('WRONG_KIND', () =>
      file.root.createDataset('d/in/side', { dtype: dtypes.uint8, shape: [1] }),
    );
  },

  'writes nothing to a file opened for reading': async (context) => {
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const growing = { dtype: dtypes.uint8, shape: [1], maxShape: [null], chunks: [1], data: Uint8Array.of(7) };
    await writer.root.createDataset('g/d', growing);
    await writer.root.attributes.set('a', 1);
    await writer.close();
    for (const swmr of [false, true]) {
      const file = await context.open(path, { swmr });
      const dataset = await file.dataset('/g/d', 'uint8');
      const calls: readonly (() => Promise<unknown>)[] = [
        () => dataset.write(null, Uint8Array.of(1)),
        () => dataset.resize([2]),
        () => dataset.attributes.set('a', 1),
        () => file.root.attributes.set('a', 2),
        () => file.root.attributes.delete('a'),
        () => file.root.createGroup('x'),
        () => file.root.createDataset('x', growing),
        () => file.root.createSoftLink('x', '/g'),
        () => file.root.createHardLink('x', '/g'),
        () => file.root.createExternalLink('x', 'y.h5', '/g'),
        ...(context.adapter.capabilities.deleteLink ? [() => file.root.delete('g')] : []),
        () => file.startSwmrWrite(),
      ];
      for (const call of calls) await rejectsWithCode('READ_ONLY', call);
      await file.flush();
      await dataset.flush();
      assert.deepEqual((await dataset.read()).data, Uint8Array.of(7));
      await file.close();
    }
  },

  'changes no structure in SWMR mode': async (context) => {
    const file = await context.create();
    const options = { dtype: dtypes.uint8, shape: [1], maxShape: [null], chunks: [4] };
    const dataset = await file.root.createDataset('d', options);
    await file.root.attributes.set('a', 1);
    await file.startSwmrWrite();
    const calls: readonly (() => Promise<unknown>)[] = [
      () => file.root.createGroup('x'),
      () => file.root.createDataset('x', options),
      () => file.root.createSoftLink('x', '/d'),
      () => file.root.createHardLink('x', '/d'),
      () => file.root.createExternalLink('x', 'y.h5', '/d'),
      () => file.root.attributes.set('b', 1),
      () => file.root.attributes.delete('a'),
    ];
    for (const call of calls) await rejectsWithCode('STRUCTURE_FIXED', call);
    await dataset.resize([3]);
    await dataset.write(null, Uint8Array.of(1, 2, 3));
    await dataset.flush();
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(1, 2, 3));
    await file.startSwmrWrite();
    assert.equal(file.swmr, 'write');
  },

  'ends with the reason of a signal that was aborted before the write': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', { dtype: dtypes.uint8, shape: [1], data: Uint8Array.of(1) });
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await assert.rejects(dataset.write(null, Uint8Array.of(2), { signal }), (error) => error === reason);
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(1));
  },

  'creates no elements of an unknown dtype': async (context) => {
    const file = await context.create();
    const dtype: Dtype = { class: 'unknown', hdf5Class: 'H5T_TIME', size: 4 };
    await rejectsWithCode('UNSUPPORTED_DTYPE', () => file.root.createDataset('d', { dtype, shape: [1] }));
    assert.equal(await file.root.has('d'), false);
  },
});
