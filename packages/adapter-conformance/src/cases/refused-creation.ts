import assert from 'node:assert/strict';
import { dtypes, type CreateDatasetOptions, type ErrorCode, type Hdf5File } from '@h5tail/adapter';
import { creationCapabilities } from '@h5tail/adapter/implementation';
import { dtypeSamples } from '../assertions/dtype-samples.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

type Options = Partial<CreateDatasetOptions>;

const sideOfMostBytes = 2 ** 16;
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

/** Each refused before anything is created. */
const refused: readonly (readonly [ErrorCode, Options])[] = [
  ['WRONG_SHAPE', { shape: [-1] }],
  ['WRONG_SHAPE', { shape: [2], chunks: [3] }],
  ['WRONG_SHAPE', { shape: [2], maxShape: [1], chunks: [1] }],
  ['WRONG_SHAPE', { shape: ones(33) }],
  ['INVALID_DATA', { shape: [2], data: new Uint8Array(3) }],
  ['FILTER_MISSING', { shape: [8], chunks: [4], filters: [{ id: 32_099, options: [] }] }],
  ['UNSUPPORTED_DTYPE', { shape: [1], dtype: { class: 'unknown', hdf5Class: 'H5T_TIME', size: 4 } }],
];

async function refuses(file: Hdf5File, code: ErrorCode, path: string, options: Options): Promise<void> {
  const all = { dtype: dtypes.uint8, shape: [1], ...options } as CreateDatasetOptions<typeof dtypes.uint8>;
  await rejectsWithCode(code, () => file.root.createDataset(path, all));
  assert.deepEqual(await file.root.children(), [], `${code} leaves something behind`);
}

/** What is refused leaves nothing behind. */
export const refusedCreationCases = defineCases('writing', {
  'leaves no groups on the way to a dataset that it refuses': async (context) => {
    const file = await context.create();
    for (const [code, options] of refused) await refuses(file, code, 'p/q/x', options);
    const { capabilities } = context.adapter;
    for (const { dtype, count, data } of dtypeSamples) {
      if (creationCapabilities(dtype).every((name) => capabilities[name])) continue;
      await refuses(file, 'UNSUPPORTED', 'p/q/x', { dtype, shape: [count], data } as Options);
    }
    if (!capabilities.createFillValue) await refuses(file, 'UNSUPPORTED', 'p/q/x', { fillValue: 1 });
    if (!capabilities.createNullDataspace) await refuses(file, 'UNSUPPORTED', 'p/q/x', { shape: null });
    await rejectsWithCode('OBJECT_NOT_FOUND', () => file.root.createHardLink('p/q/x', '/nothing'));
    assert.deepEqual(await file.root.children(), []);
    await file.root.createDataset('p/q/x', { dtype: dtypes.uint8, shape: [1] });
    assert.deepEqual((await file.dataset('/p/q/x')).shape, [1]);
  },

  'refuses more than 32 axes, and takes 32': async (context) => {
    const file = await context.create();
    for (const rank of [33, 40]) {
      await refuses(file, 'WRONG_SHAPE', 'd', { shape: ones(rank) });
      await refuses(file, 'WRONG_SHAPE', 'd', { shape: ones(rank), maxShape: ones(rank), chunks: ones(rank) });
    }
    const dataset = await file.root.createDataset('d', {
      dtype: dtypes.uint8,
      shape: ones(32),
      data: Uint8Array.of(7),
    });
    assert.deepEqual(dataset.shape, ones(32));
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(7));
  },

  'refuses chunks of 4 GiB and more': async (context) => {
    const file = await context.create();
    const growing = (dtype: Options['dtype'], chunks: readonly number[]): Options =>
      ({ dtype, shape: chunks.map(() => 0), maxShape: chunks.map(() => null), chunks }) as Options;
    for (const options of [
      growing(dtypes.uint8, [2 ** 32]),
      growing(dtypes.float64, [2 ** 29]),
      growing(dtypes.uint8, [sideOfMostBytes, sideOfMostBytes]),
      growing(dtypes.uint16, [2 ** 40]),
    ]) {
      await refuses(file, 'WRONG_SHAPE', 'p/d', options);
    }
  },

  'refuses a zero character in null-terminated text': async (context) => {
    const file = await context.create();
    const dtype = dtypes.fixedString(8);
    const fixed = await file.root.createDataset('f', { dtype, shape: [2], data: ['abc', 'd'] });
    for (const text of ['a\0b', '\0', 'abc\0']) {
      await rejectsWithCode('INVALID_DATA', () => fixed.write(null, ['ok', text]));
      await rejectsWithCode('INVALID_DATA', () => file.root.createDataset('g', { dtype, shape: [1], data: [text] }));
      await rejectsWithCode('INVALID_DATA', () => file.root.attributes.set('a', text, { dtype }));
    }
    assert.deepEqual((await fixed.read()).data, ['abc', 'd']);
    assert.equal(await file.root.has('g'), false);
    assert.deepEqual(await file.root.attributes.names(), []);
  },
});

/** Values that are refused, in the place of others. */
export const refusedAttributeCases = defineCases('attributes', {
  'keep the old value where a new one is refused': async (context) => {
    const file = await context.create();
    const { attributes } = file.root;
    await attributes.set('a', 'old');
    const one = Int32Array.of(1);
    await rejectsWithCode('WRONG_SHAPE', () => attributes.set('a', one, { shape: ones(33) }));
    await rejectsWithCode('INVALID_DATA', () => attributes.set('a', one, { shape: [2] }));
    await rejectsWithCode('INVALID_DATA', () => attributes.set('a', one, { dtype: dtypes.int16 }));
    await rejectsWithCode('INVALID_DATA', () => attributes.set('a', 'x\0y'));
    const { capabilities } = context.adapter;
    for (const { dtype, data } of dtypeSamples) {
      if (creationCapabilities(dtype).every((name) => capabilities[name])) continue;
      await rejectsWithCode('UNSUPPORTED', () => attributes.set('a', data as string, { dtype }));
    }
    assert.deepEqual(await attributes.names(), ['a']);
    assert.deepEqual((await attributes.get('a')).data, ['old']);
  },
});
