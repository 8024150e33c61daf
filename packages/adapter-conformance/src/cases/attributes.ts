import assert from 'node:assert/strict';
import { dtypes, type AttributeValue, type Attributes, type DataOf, type Dtype } from '@h5tail/adapter';
import { creationCapabilities } from '@h5tail/adapter/implementation';
import { dtypeSamples } from '../assertions/dtype-samples.js';
import { refusesUnclaimed } from '../assertions/refuses-unclaimed.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { assertTellableDtype } from '../golden/golden-dtype.js';

interface Inferred {
  readonly value: AttributeValue;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: unknown;
}

/** What each plain value is stored as. */
const inferred: Readonly<Record<string, Inferred>> = {
  text: { value: 'grüße', dtype: dtypes.string, shape: [], data: ['grüße'] },
  'empty text': { value: '', dtype: dtypes.string, shape: [], data: [''] },
  texts: { value: ['a', '日本'], dtype: dtypes.string, shape: [2], data: ['a', '日本'] },
  'a number': { value: 0.1, dtype: dtypes.float64, shape: [], data: Float64Array.of(0.1) },
  'a bigint': { value: 2n ** 53n + 1n, dtype: dtypes.int64, shape: [], data: BigInt64Array.of(2n ** 53n + 1n) },
  'a boolean': { value: true, dtype: dtypes.boolean, shape: [], data: Uint8Array.of(1) },
  Int8Array: { value: Int8Array.of(-1, 2), dtype: dtypes.int8, shape: [2], data: Int8Array.of(-1, 2) },
  Int16Array: { value: Int16Array.of(-1), dtype: dtypes.int16, shape: [1], data: Int16Array.of(-1) },
  Int32Array: { value: Int32Array.of(-1), dtype: dtypes.int32, shape: [1], data: Int32Array.of(-1) },
  BigInt64Array: { value: BigInt64Array.of(-1n), dtype: dtypes.int64, shape: [1], data: BigInt64Array.of(-1n) },
  Uint8Array: { value: Uint8Array.of(255), dtype: dtypes.uint8, shape: [1], data: Uint8Array.of(255) },
  Uint16Array: { value: Uint16Array.of(1, 2, 3), dtype: dtypes.uint16, shape: [3], data: Uint16Array.of(1, 2, 3) },
  Uint32Array: {
    value: Uint32Array.of(2 ** 32 - 1),
    dtype: dtypes.uint32,
    shape: [1],
    data: Uint32Array.of(2 ** 32 - 1),
  },
  BigUint64Array: {
    value: BigUint64Array.of(2n ** 64n - 1n),
    dtype: dtypes.uint64,
    shape: [1],
    data: BigUint64Array.of(2n ** 64n - 1n),
  },
  Float32Array: {
    value: Float32Array.of(0.5, NaN),
    dtype: dtypes.float32,
    shape: [2],
    data: Float32Array.of(0.5, NaN),
  },
  Float64Array: { value: Float64Array.of(-0), dtype: dtypes.float64, shape: [1], data: Float64Array.of(-0) },
  'an array without elements': { value: new Int32Array(0), dtype: dtypes.int32, shape: [0], data: new Int32Array(0) },
};

/** Values that belong to groups and datasets. */
export const attributeCases = defineCases('attributes', {
  ...Object.fromEntries(
    Object.entries(inferred).map(([name, { value, dtype, shape, data }]) => [
      `keeps ${name} as what it is`,
      async (context) => {
        const path = await context.newPath();
        const file = await context.open(path, { mode: 'w' });
        const set = (): Promise<void> => file.root.attributes.set('a', value);
        if (await refusesUnclaimed(context.adapter, creationCapabilities(dtype), set)) return;
        await set();
        await file.close();
        const found = await (await context.open(path)).root.attributes.get('a');
        assertTellableDtype(found.dtype, dtype, context.adapter.capabilities);
        assert.deepEqual({ ...found, dtype }, { name: 'a', dtype, shape, data });
      },
    ]),
  ),

  ...Object.fromEntries(
    dtypeSamples
      .filter(({ dtype }) => dtype.class !== 'variable-length')
      .map(({ name, dtype, count, data }) => [
        `keeps elements with a given dtype: ${name}`,
        async (context) => {
          const path = await context.newPath();
          const file = await context.open(path, { mode: 'w' });
          const set = (): Promise<void> => file.root.attributes.set('a', data as DataOf<Dtype>, { dtype });
          if (await refusesUnclaimed(context.adapter, creationCapabilities(dtype), set)) return;
          await set();
          await file.close();
          const found = await (await context.open(path)).root.attributes.get('a');
          assertTellableDtype(found.dtype, dtype, context.adapter.capabilities);
          assert.deepEqual({ ...found, dtype }, { name: 'a', dtype, shape: [count], data });
        },
      ]),
  ),

  'keeps a given shape': async (context) => {
    const file = await context.create();
    const data = Int32Array.of(1, 2, 3, 4, 5, 6);
    await file.root.attributes.set('a', data, { shape: [2, 3] });
    await file.root.attributes.set('b', Int32Array.of(5), { shape: [] });
    assert.deepEqual(await file.root.attributes.get('a'), { name: 'a', dtype: dtypes.int32, shape: [2, 3], data });
    assert.deepEqual((await file.root.attributes.get('b')).shape, []);
    await rejectsWithCode('INVALID_DATA', () => file.root.attributes.set('a', data, { shape: [7] }));
    assert.deepEqual((await file.root.attributes.get('a')).data, data);
  },

  'keeps attributes without a value': async (context) => {
    const file = await context.create();
    const set = (): Promise<void> => file.root.attributes.set('nothing', new Float32Array(0), { shape: null });
    if (await refusesUnclaimed(context.adapter, ['createNullDataspace'], set)) return;
    await set();
    const found = await file.root.attributes.get('nothing');
    assert.deepEqual(found, { name: 'nothing', dtype: dtypes.float32, shape: null, data: new Float32Array(0) });
  },

  'replaces an attribute by one of another dtype and shape': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    for (const value of [1.5, 'text', Uint16Array.of(1, 2, 3), ['x', 'y'], 7n])
      await file.root.attributes.set('a', value);
    await file.root.attributes.set('b', 'kept');
    await file.close();
    const { attributes } = (await context.open(path)).root;
    assert.deepEqual(await attributes.names(), ['a', 'b']);
    assert.deepEqual((await attributes.get('a')).data, BigInt64Array.of(7n));
    assert.deepEqual((await attributes.get('b')).data, ['kept']);
  },

  'lists, finds and deletes': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const dataset = await file.root.createDataset('g/d', { dtype: dtypes.uint8, shape: [1] });
    const { attributes } = dataset;
    for (const name of ['zeta', 'alpha', 'Ümlaut', 'two words', 'UPPER']) await attributes.set(name, name);
    assert.deepEqual(await attributes.names(), ['UPPER', 'alpha', 'two words', 'zeta', 'Ümlaut']);
    assert.equal(await attributes.has('Ümlaut'), true);
    assert.equal(await attributes.has('zet'), false);
    await attributes.delete('alpha');
    await rejectsWithCode('OBJECT_NOT_FOUND', () => attributes.delete('alpha'));
    await rejectsWithCode('OBJECT_NOT_FOUND', () => attributes.get('alpha'));
    await file.close();
    const again = await (await context.open(path)).dataset('/g/d');
    assert.deepEqual(await again.attributes.names(), ['UPPER', 'two words', 'zeta', 'Ümlaut']);
    assert.deepEqual((await again.attributes.get('Ümlaut')).data, ['Ümlaut']);
  },

  'belong to one object each': async (context) => {
    const file = await context.create();
    const group = await file.root.createGroup('g');
    const dataset = await file.root.createDataset('d', { dtype: dtypes.uint8, shape: [1] });
    const owners: readonly (readonly [Attributes, number])[] = [
      [file.root.attributes, 1],
      [group.attributes, 2],
      [dataset.attributes, 3],
    ];
    for (const [attributes, value] of owners) await attributes.set('a', value);
    for (const [attributes, value] of owners)
      assert.deepEqual((await attributes.get('a')).data, Float64Array.of(value));
    assert.deepEqual((await (await file.group('/g')).attributes.get('a')).data, Float64Array.of(2));
  },

  'of named datatypes are read': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    const named = await file.root.open('/named/point');
    assert.equal(named.kind, 'datatype');
    assert.deepEqual((await named.attributes.get('unit')).data, ['mm']);
  },

  'hundreds on one object': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    for (let i = 0; i < 300; i++) await file.root.attributes.set(`a${String(i).padStart(3, '0')}`, i);
    await file.close();
    const { attributes } = (await context.open(path)).root;
    const names = await attributes.names();
    assert.equal(names.length, 300);
    for (const i of [0, 1, 150, 299])
      assert.deepEqual((await attributes.get(names[i] as string)).data, Float64Array.of(i));
  },

  'larger than 64 KiB': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const data = Uint8Array.from({ length: 70_000 }, (_, i) => (7 * i) % 251);
    await file.root.attributes.set('large', data);
    await file.close();
    assert.deepEqual((await (await context.open(path)).root.attributes.get('large')).data, data);
  },

  'refuse values that do not say how to store them': async (context) => {
    const file = await context.create();
    const { attributes } = file.root;
    const wrong: readonly unknown[] = [undefined, null, {}, [1, 2], new Date(0), new Map(), ['a', 1]];
    for (const value of wrong) await rejectsWithCode('INVALID_DATA', () => attributes.set('a', value as string));
    await rejectsWithCode('INVALID_DATA', () => attributes.set('a', Float64Array.of(1), { dtype: dtypes.int32 }));
    await rejectsWithCode('INVALID_DATA', () =>
      attributes.set('a', 'too long', {
        dtype: { class: 'string', length: 4, charset: 'ascii', padding: 'null-terminated' },
      }),
    );
    assert.deepEqual(await attributes.names(), []);
  },
});
