import assert from 'node:assert/strict';
import { dtypes } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

/** Elements that point to objects. */
export const referenceCases = defineCases('references', {
  'lead to objects and regions': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    const objects = await (await file.dataset('/references/object', 'reference')).read();
    const size = objects.dtype.size;
    const paths: (string | null)[] = [];
    for (let i = 0; i < 4; i++)
      paths.push(await file.resolveReference(objects.data.subarray(i * size, (i + 1) * size)));
    assert.deepEqual(paths, ['/references/target', '/references', null, '/integers/int8']);
    const region = await (await file.dataset('/references/region', 'reference')).read([1]);
    assert.equal(region.dtype.target, 'region');
    assert.equal(await file.resolveReference(region.data), '/references/target');
  },

  'are made of paths, and stored': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    await file.root.createDataset('a/target', { dtype: dtypes.int32, shape: [2], data: Int32Array.of(1, 2) });
    const references = await file.root.createDataset('r', { dtype: dtypes.objectReference, shape: [3] });
    const data = new Uint8Array(3 * dtypes.objectReference.size);
    data.set(await file.createReference('/a/target'), 0);
    data.set(await file.createReference('/a'), 2 * dtypes.objectReference.size);
    await references.write(null, data);
    await file.root.attributes.set('to', await file.createReference('/a/target'), { dtype: dtypes.objectReference });
    await file.close();
    const again = await context.open(path);
    const dataset = await again.dataset('/r', 'reference');
    assert.equal(dataset.dtype.target, 'object');
    const resolved = [];
    for (let i = 0; i < 3; i++) resolved.push(await again.resolveReference((await dataset.read([i])).data));
    assert.deepEqual(resolved, ['/a/target', null, '/a']);
    const { data: inAttribute } = await again.root.attributes.get('to');
    assert.equal(await again.resolveReference(inAttribute as Uint8Array), '/a/target');
  },

  'that are garbage lead to nothing': async (context) => {
    const file = await context.openFixture('dtypes.h5');
    const good = await file.createReference('/references/target');
    const garbage: readonly Uint8Array[] = [
      new Uint8Array(8).fill(0xff),
      Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0),
      Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0),
      new Uint8Array(12).fill(0xff),
      new Uint8Array(12).fill(0x41),
    ];
    for (const bytes of garbage) assert.equal(await file.resolveReference(bytes), null, bytes.join(' '));
    assert.equal(await file.resolveReference(good), '/references/target');
    for (const length of [0, 3, 7, 9, 13]) {
      await rejectsWithCode('INVALID_DATA', () => file.resolveReference(new Uint8Array(length).fill(1)));
    }
  },

  'are not made of missing objects': async (context) => {
    const file = await context.create();
    await rejectsWithCode('OBJECT_NOT_FOUND', () => file.createReference('/nothing'));
    assert.equal(await file.resolveReference(new Uint8Array(8)), null);
    await rejectsWithCode('INVALID_DATA', () => file.resolveReference(Uint8Array.of(1, 2, 3)));
  },
});
