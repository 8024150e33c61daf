import assert from 'node:assert/strict';
import type { AxisSelection, Dataset, Selection } from '@h5tail/adapter';
import { pseudoRandomSelections, selectedElements } from '../assertions/reference-selection.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { fromGoldenData, toGoldenData } from '../golden/golden-data.js';

/** Datasets of layouts.h5 whose elements are their own row-major positions. */
const counting = ['/slabs/4d', '/slabs/4d-chunked', '/slabs/8d', '/slabs/8d-chunked'];

/** Compares a read with a selection that was taken element by element. */
async function checkSelection(dataset: Dataset, selection: Selection): Promise<void> {
  const { positions, shape } = selectedElements(selection, dataset.shape ?? []);
  const slab = await dataset.read(selection);
  const text = JSON.stringify(selection);
  assert.deepEqual(slab.shape, shape, `shape of ${text} of ${dataset.path}`);
  assert.deepEqual(Array.from(slab.data as Uint16Array), positions, `elements of ${text} of ${dataset.path}`);
}

/** Selections of 4 axes, or the first 4 of more. */
const selections: Readonly<Record<string, readonly Selection[]>> = {
  'takes everything': [[], [null], [null, null, null, null]],
  'takes one index, and drops its axis': [[0], [1], [null, 0], [1, 0, 0, 0], [1, null, 0], [null, null, null, 0]],
  'takes ranges': [
    [[0, 1]],
    [[1, 2]],
    [null, [0, 1], [1, 2]],
    [
      [0, 2],
      [0, 1],
      [0, 2],
      [0, 1],
    ],
  ],
  'takes ranges with steps': [[[0, 2, 1]], [[0, 2, 2]], [[1, 2, 5]], [null, null, [0, 2, 2], [0, 1, 9]]],
  'takes empty ranges': [[[0, 0]], [[1, 1]], [[2, 2]], [null, [1, 1]], [0, [0, 0, 3], 0]],
  'takes a mixture': [
    [1, [0, 1], null, 0],
    [[0, 2], 0, [0, 1, 1]],
    [null, 0, null],
  ],
};

/** What a selection takes out of a dataset. */
export const readingCases = defineCases('reading', {
  ...Object.fromEntries(
    Object.entries(selections).map(([name, all]) => [
      name,
      async (context) => {
        const file = await context.openFixture('layouts.h5');
        for (const path of counting) {
          const dataset = await file.dataset(path);
          for (const selection of all) await checkSelection(dataset, selection);
        }
      },
    ]),
  ),

  'takes what 200 made-up selections of each dataset ask for': async (context) => {
    const file = await context.openFixture('layouts.h5');
    for (const [i, path] of counting.entries()) {
      const dataset = await file.dataset(path);
      for (const selection of pseudoRandomSelections(dataset.shape ?? [], 200, 2024 + i)) {
        await checkSelection(dataset, selection);
      }
    }
  },

  'refuses what leaves the dataset, and clips nothing': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/slabs/4d');
    const wrong: readonly AxisSelection[] = [
      3,
      -1,
      0.5,
      NaN,
      Infinity,
      [0, 4],
      [-1, 2],
      [2, 1],
      [0, 3, 0],
      [0, 3, -1],
      [0, 1.5],
      [4, 4],
    ];
    for (const entry of wrong) {
      const error = await rejectsWithCode('OUT_OF_RANGE', () => dataset.read([entry]));
      assert.equal(error.object, '/slabs/4d');
    }
    for (const entry of [6, -1, [0, 7], [5, 3]] as const) {
      await rejectsWithCode('OUT_OF_RANGE', () => dataset.read([0, 0, 0, entry]));
    }
    await rejectsWithCode('OUT_OF_RANGE', () => dataset.read([0, 0, 0, 0, 0]));
    await checkSelection(dataset, [2, 3, 4, 5]);
  },

  'reads single values': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/spaces/scalar-int', 'int32');
    assert.deepEqual(dataset.shape, []);
    assert.deepEqual(dataset.maxShape, []);
    for (const selection of [undefined, []]) {
      const slab = await dataset.read(selection);
      assert.deepEqual(slab.shape, []);
      assert.deepEqual(slab.data, Int32Array.of(-7));
    }
    await rejectsWithCode('OUT_OF_RANGE', () => dataset.read([0]));
    assert.deepEqual((await (await file.dataset('/spaces/scalar-string', 'string')).read()).data, ['scalar grüße']);
  },

  'reads datasets without elements': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const flat = await (await file.dataset('/spaces/empty-1d', 'float32')).read();
    assert.deepEqual([flat.shape, flat.data], [[0], new Float32Array(0)]);
    const middle = await (await file.dataset('/spaces/empty-middle', 'uint8')).read([[0, 2], null, 1]);
    assert.deepEqual([middle.shape, middle.data], [[2, 0], new Uint8Array(0)]);
    const growing = await file.dataset('/spaces/empty-unlimited', 'int64');
    assert.deepEqual((await growing.read([[0, 0]])).data, new BigInt64Array(0));
    await rejectsWithCode('OUT_OF_RANGE', () => growing.read([0]));
    assert.deepEqual((await (await file.dataset('/spaces/empty-strings', 'string')).read()).data, []);
  },

  'tells a null dataspace from an empty one': async (context) => {
    const file = await context.openFixture('layouts.h5');
    for (const path of ['/spaces/null-float', '/spaces/null-string']) {
      const dataset = await file.dataset(path);
      assert.equal(dataset.shape, null);
      assert.equal(dataset.maxShape, null);
      await rejectsWithCode('NULL_DATASPACE', () => dataset.read());
      await rejectsWithCode('NULL_DATASPACE', () => dataset.read([]));
    }
  },

  'selects among elements of every kind': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    const paths = [
      '/strings/variable-utf-8',
      '/strings/ascii-null-padded',
      '/sequences/uint8',
      '/sequences/int32',
      '/compounds/mixed',
      '/compounds/gaps',
      '/arrays/int16-2x3',
      '/opaque/tagged-5',
      '/bitfields/16-be',
      '/integers/int64-be',
      '/floats/float16',
      '/enums/int32-be',
      '/sequences/variable-strings',
    ];
    const resolve = (reference: Uint8Array): Promise<string | null> => file.resolveReference(reference);
    for (const path of paths) {
      const dataset = await file.dataset(path);
      const length = dataset.shape?.[0] ?? 0;
      const each: unknown[] = [];
      for (let i = 0; i < length; i++) {
        const one = await dataset.read([i]);
        assert.deepEqual(one.shape, [], path);
        each.push(await toGoldenData(dataset.dtype, one.data, resolve));
      }
      const backwards = await dataset.read([[1, length, 2]]);
      const wanted = each.filter((_, i) => i % 2 === 1);
      assert.deepEqual(await toGoldenData(dataset.dtype, backwards.data, resolve), joined(wanted), path);
      const whole = await dataset.read();
      assert.deepEqual(await toGoldenData(dataset.dtype, whole.data, resolve), joined(each), path);
      assert.doesNotThrow(() => fromGoldenData(dataset.dtype, joined(each), () => new Uint8Array(8)), path);
    }
  },

  'delivers the array class of each dtype': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    const classes: Readonly<Record<string, string>> = {
      '/integers/int8': 'Int8Array',
      '/integers/uint8': 'Uint8Array',
      '/integers/int16-be': 'Int16Array',
      '/integers/uint16': 'Uint16Array',
      '/integers/int32': 'Int32Array',
      '/integers/uint32-be': 'Uint32Array',
      '/integers/int64': 'BigInt64Array',
      '/integers/uint64-be': 'BigUint64Array',
      '/floats/float16': 'Float32Array',
      '/floats/float32-be': 'Float32Array',
      '/floats/float64': 'Float64Array',
      '/strings/variable-utf-8': 'Array',
      '/strings/ascii-null-padded': 'Array',
      '/enums/boolean': 'Uint8Array',
      '/enums/int8': 'Int8Array',
      '/enums/uint16': 'Uint16Array',
      '/compounds/plain': 'Map',
      '/arrays/float32-3': 'Float32Array',
      '/opaque/tagged-5': 'Uint8Array',
      '/references/object': 'Uint8Array',
      '/sequences/uint8': 'VariableLength',
      '/bitfields/16': 'Uint16Array',
      '/bitfields/8': 'Uint8Array',
    };
    for (const [path, name] of Object.entries(classes)) {
      const { data } = await (await file.dataset(path)).read();
      assert.equal((data as object).constructor.name, name, path);
    }
  },
});

/** Elements that were read one by one, as a golden of all of them. */
function joined(each: readonly unknown[]): never {
  const first = each[0] as { hex?: string; columns?: [string, unknown][] } | unknown[];
  if (Array.isArray(first)) return (each as unknown[][]).flat() as never;
  if (first.hex !== undefined) return { hex: (each as { hex: string }[]).map(({ hex }) => hex).join('') } as never;
  const columns = (first.columns ?? []).map(([name], i) => [
    name,
    joined(each.map((one) => (one as { columns: [string, unknown][] }).columns[i]?.[1])),
  ]);
  return { columns } as never;
}
