import assert from 'node:assert/strict';
import {
  bitshuffle,
  blosc,
  deflate,
  dtypes,
  fletcher32,
  isHdf5Error,
  lz4,
  nbit,
  scaleOffset,
  shuffle,
  szip,
  zstd,
  type CreateDatasetOptions,
  type Filter,
} from '@h5tail/adapter';
import { assertNamesFilter } from '../assertions/missing-filter.js';
import { refusesUnclaimed } from '../assertions/refuses-unclaimed.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases, type ConformanceCase } from '../conformance-case.js';

const shape = [5, 20, 33];
const chunks = [2, 8, 32];
const count = 5 * 20 * 33;
const ramp = (i: number): number => Math.floor(i / 7) + (i % 3);
const samples = [
  { dtype: dtypes.uint16, data: Uint16Array.from({ length: count }, (_, i) => ramp(i)) },
  { dtype: dtypes.int32, data: Int32Array.from({ length: count }, (_, i) => 1000 - ramp(i)) },
  // Quarters have no more than two decimals.
  { dtype: dtypes.float32, data: Float32Array.from({ length: count }, (_, i) => ramp(i) / 4) },
] as const;
const integers = samples.filter(({ dtype }) => dtype.class === 'integer');
const floats = samples.filter(({ dtype }) => dtype.class === 'float');
type Sample = (typeof samples)[number];

/** Pipelines of HDF5's own filters, each with what it is for. */
const own: readonly (readonly [name: string, filters: readonly Filter[], samples: readonly Sample[]])[] = [
  ['shuffle', [shuffle()], samples],
  ['fletcher32', [fletcher32()], samples],
  ['n-bit', [nbit()], samples],
  ['scale-offset of integers', [scaleOffset()], integers],
  ['scale-offset of floats', [scaleOffset({ decimals: 2 })], floats],
  ['szip by neighbours', [szip()], samples],
  ['szip by entropy', [szip({ coding: 'entropy', pixelsPerBlock: 32 })], samples],
  ['shuffle, deflate and fletcher32', [shuffle(), deflate(1), fletcher32()], samples],
  ['scale-offset and deflate', [scaleOffset(), deflate()], integers],
  ['n-bit and szip', [nbit(), szip({ pixelsPerBlock: 8 })], samples],
];

/** Filters that take a plug-in. */
const others: readonly (readonly [name: string, filters: readonly Filter[]])[] = [
  ['bitshuffle with LZ4', [bitshuffle()]],
  ['bitshuffle alone', [bitshuffle({ compression: 'none' })]],
  ['LZ4', [lz4()]],
  ['blosc with LZ4', [blosc()]],
  ['blosc with zstd', [blosc({ compressor: 'zstd', shuffle: 'bits' })]],
  ['zstd', [zstd()]],
  ['shuffle and LZ4', [shuffle(), lz4()]],
];

/** Creates a dataset, closes the file, and reads the elements from a fresh opening. */
async function roundTrip(context: CaseContext, { dtype, data }: Sample, filters: readonly Filter[]): Promise<void> {
  const path = await context.newPath();
  const file = await context.open(path, { mode: 'w' });
  const options = { dtype, shape, chunks, filters, data } as CreateDatasetOptions;
  await file.root.createDataset('whole', options);
  const later = await file.root.createDataset('later', { dtype, shape, chunks, filters });
  await later.write(null, data);
  await file.close();
  const again = await context.open(path);
  for (const name of ['/whole', '/later']) {
    const dataset = await again.dataset(name);
    assert.deepEqual(
      dataset.filters.map(({ id }) => id),
      filters.map(({ id }) => id),
    );
    const found = await dataset.read();
    if (dtype.class === 'float') assertClose(found.data as Float32Array, data as Float32Array);
    else assert.deepEqual(found.data, data, name);
  }
}

/** Scale-offset gives back what is nearest to a decimal; nothing else changes a quarter. */
function assertClose(found: Float32Array, wanted: Float32Array): void {
  assert.equal(found.length, wanted.length);
  const wrong = wanted.findIndex((value, i) => !(Math.abs((found[i] as number) - value) < 0.005));
  assert.equal(wrong, -1, `element ${wrong} is ${found[wrong]} and not ${wanted[wrong]}`);
}

function createsWith(filters: readonly Filter[], suited: readonly Sample[]): ConformanceCase['run'] {
  return async (context) => {
    for (const sample of suited) {
      const file = await context.create();
      const options = { dtype: sample.dtype, shape, chunks, filters };
      const needed = filters.length > 1 ? (['createFilterPipeline'] as const) : [];
      const refused = await refusesUnclaimed(context.adapter, needed, () => file.root.createDataset('d', options));
      if (!refused) await roundTrip(context, sample, filters);
    }
  };
}

function createsOrNames(filters: readonly Filter[]): ConformanceCase['run'] {
  return async (context) => {
    const file = await context.create();
    const options = { dtype: dtypes.uint16, shape, chunks, filters };
    const needed = filters.length > 1 ? (['createFilterPipeline'] as const) : [];
    if (await refusesUnclaimed(context.adapter, needed, () => file.root.createDataset('d', options))) return;
    try {
      await file.root.createDataset('d', options);
    } catch (error) {
      if (!isHdf5Error(error)) throw error;
      assertNamesFilter(error, filters);
      assert.equal(await file.root.has('d'), false, 'a refused dataset is left behind');
      return;
    }
    for (const sample of samples) await roundTrip(context, sample, filters);
  };
}

/** Writing through filters. */
export const filterCreationCases = defineCases('codecs', {
  ...Object.fromEntries(own.map(([name, filters, suited]) => [`writes through ${name}`, createsWith(filters, suited)])),
  ...Object.fromEntries(
    others.map(([name, filters]) => [`writes through ${name}, or names the filter`, createsOrNames(filters)]),
  ),

  'names a filter that nobody has when it is to be written with, and creates nothing': async (context) => {
    const file = await context.create();
    const options = { dtype: dtypes.uint8, shape: [8], chunks: [4] };
    const unknown = { id: 39_999, options: [1] };
    const create = (filters: readonly Filter[]) => () => file.root.createDataset('p/d', { ...options, filters });
    assertNamesFilter(await rejectsWithCode('FILTER_MISSING', create([unknown])), [unknown]);
    if (context.adapter.capabilities.createFilterPipeline) {
      assertNamesFilter(await rejectsWithCode('FILTER_MISSING', create([shuffle(), unknown])), [unknown]);
    }
    assert.deepEqual(await file.root.children(), []);
  },
});
