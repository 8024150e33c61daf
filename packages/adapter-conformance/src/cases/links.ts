import assert from 'node:assert/strict';
import { dtypes } from '@h5tail/adapter';
import { refusesUnclaimed } from '../assertions/refuses-unclaimed.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';

async function createWithNumber(context: CaseContext, number: number): Promise<string> {
  const path = await context.newPath('target.h5');
  const file = await context.open(path, { mode: 'w' });
  await file.root.createDataset('g/number', { dtype: dtypes.int32, shape: [], data: Int32Array.of(number) });
  await file.close();
  return path;
}

/** Names that lead to objects, or nowhere. */
export const linkCases = defineCases('links', {
  'leads from paths to objects of each kind': async (context) => {
    const file = await context.openFixture('tree.h5');
    const kinds: Readonly<Record<string, string>> = {
      '/': 'group',
      '/entry': 'group',
      '/entry/data': 'dataset',
      '/committed': 'datatype',
      '/hard/same-detector': 'group',
      '/soft/good': 'dataset',
      '/soft/chain-1': 'dataset',
      '/soft/to-group/detector': 'group',
      '/soft/relative': 'dataset',
      '/soft/through-group': 'dataset',
      '/external/good': 'dataset',
      '/external/to-group/values': 'dataset',
      '/external/through-soft': 'dataset',
      '/names/日本語': 'dataset',
      '/names/ leading': 'dataset',
      '/names/..': 'dataset',
    };
    for (const [path, kind] of Object.entries(kinds)) {
      const object = await file.root.open(path);
      assert.equal(object.kind, kind, path);
      assert.equal(object.path, path);
      assert.equal(object.file, file, path);
      assert.equal(await file.root.has(path), true, path);
    }
  },

  'takes relative paths from the group, and cleans them': async (context) => {
    const file = await context.openFixture('tree.h5');
    const entry = await file.group('/entry');
    assert.equal((await entry.dataset('data')).path, '/entry/data');
    assert.equal((await entry.dataset('instrument/detector/count_time')).path, '/entry/instrument/detector/count_time');
    assert.equal(
      (await entry.dataset('./instrument//detector/count_time')).path,
      '/entry/instrument/detector/count_time',
    );
    assert.equal((await entry.group('/hard/')).path, '/hard');
    assert.equal((await entry.group('.')).path, '/entry');
    assert.equal(await entry.has('entry'), false);
  },

  'reads through soft and external links': async (context) => {
    const file = await context.openFixture('tree.h5');
    for (const path of ['/soft/good', '/soft/chain-1']) {
      assert.deepEqual((await (await file.dataset(path, 'int32')).read([2, 3])).data, Int32Array.of(11));
    }
    assert.deepEqual((await (await file.dataset('/soft/through-group', 'float64')).read()).data, Float64Array.of(0.25));
    for (const path of ['/external/good', '/external/through-soft', '/external/to-group/values']) {
      assert.deepEqual(
        (await (await file.dataset(path, 'float64')).read()).data,
        Float64Array.of(0, 0.5, 1, 1.5, 2),
        path,
      );
    }
  },

  'tells a missing object from a link that leads nowhere': async (context) => {
    const file = await context.openFixture('tree.h5');
    for (const path of ['/nothing', '/entry/nothing', '/entry/nothing/below', '/soft/nothing', '/names/two']) {
      const error = await rejectsWithCode('OBJECT_NOT_FOUND', () => file.root.open(path));
      assert.equal(error.object, path);
      await rejectsWithCode('OBJECT_NOT_FOUND', () => file.dataset(path));
      await rejectsWithCode('OBJECT_NOT_FOUND', () => file.group(path));
      assert.equal(await file.root.has(path), false, path);
    }
    const broken = [
      '/soft/dangling',
      '/soft/cycle-a',
      '/soft/itself',
      '/external/missing-file',
      '/external/missing-object',
    ];
    for (const path of broken) {
      const error = await rejectsWithCode('BROKEN_LINK', () => file.root.open(path));
      assert.equal(error.object, path);
      await rejectsWithCode('BROKEN_LINK', () => file.dataset(path));
      await rejectsWithCode('BROKEN_LINK', () => file.group(path));
      assert.equal(await file.root.has(path), false, path);
    }
  },

  'tells an object of another kind': async (context) => {
    const file = await context.openFixture('tree.h5');
    for (const path of ['/entry', '/', '/committed', '/soft/to-group']) {
      const error = await rejectsWithCode('WRONG_KIND', () => file.dataset(path));
      assert.equal(error.object, path);
    }
    for (const path of ['/entry/data', '/committed', '/external/good'])
      await rejectsWithCode('WRONG_KIND', () => file.group(path));
  },

  'creates soft links': async (context) => {
    const path = await createWithNumber(context, 5);
    const writer = await context.open(path, { mode: 'r+' });
    await writer.root.createSoftLink('soft', '/g/number');
    await writer.root.createSoftLink('a/b/relative', '../nothing');
    await (await writer.group('/g')).createSoftLink('beside', 'number');
    await writer.root.createSoftLink('dangling', '/later');
    await writer.close();
    const file = await context.open(path);
    for (const each of ['/soft', '/g/beside']) {
      assert.deepEqual((await (await file.dataset(each, 'int32')).read()).data, Int32Array.of(5), each);
    }
    assert.deepEqual(await file.root.children(), [
      { name: 'a', kind: 'group', link: { type: 'hard' } },
      { name: 'dangling', kind: 'unresolved', link: { type: 'soft', target: '/later' } },
      { name: 'g', kind: 'group', link: { type: 'hard' } },
      { name: 'soft', kind: 'dataset', link: { type: 'soft', target: '/g/number' } },
    ]);
  },

  'creates hard links': async (context) => {
    const path = await createWithNumber(context, 6);
    const writer = await context.open(path, { mode: 'r+' });
    await writer.root.createHardLink('second', '/g/number');
    await writer.root.createHardLink('groups/same', 'g');
    await (await writer.dataset('/second', 'int32')).write(null, Int32Array.of(66));
    await rejectsWithCode('OBJECT_NOT_FOUND', () => writer.root.createHardLink('third', '/nothing'));
    assert.equal(await writer.root.has('third'), false);
    await writer.close();
    const file = await context.open(path);
    for (const each of ['/g/number', '/second', '/groups/same/number']) {
      assert.deepEqual((await (await file.dataset(each, 'int32')).read()).data, Int32Array.of(66), each);
    }
    assert.deepEqual((await file.root.children())[2], { name: 'second', kind: 'dataset', link: { type: 'hard' } });
  },

  'creates external links': async (context) => {
    const target = await createWithNumber(context, 7);
    const name = target.slice(target.lastIndexOf('/') + 1);
    const path = target.replace(name, 'linking.h5');
    const writer = await context.open(path, { mode: 'w' });
    await writer.root.createExternalLink('out', name, '/g/number');
    await writer.root.createExternalLink('lost', 'no-such-file.h5', '/g/number');
    await writer.close();
    const file = await context.open(path);
    assert.deepEqual(await file.root.children(), [
      { name: 'lost', kind: 'unresolved', link: { type: 'external', file: 'no-such-file.h5', target: '/g/number' } },
      { name: 'out', kind: 'dataset', link: { type: 'external', file: name, target: '/g/number' } },
    ]);
    assert.deepEqual((await (await file.dataset('/out', 'int32')).read()).data, Int32Array.of(7));
  },

  'deletes links': async (context) => {
    const path = await createWithNumber(context, 8);
    const file = await context.open(path, { mode: 'r+' });
    if (await refusesUnclaimed(context.adapter, ['deleteLink'], () => file.root.delete('g'))) {
      assert.equal(await file.root.has('g/number'), true);
      return;
    }
    await file.root.createHardLink('second', '/g/number');
    await file.root.createSoftLink('soft', '/second');
    await file.root.delete('g/number');
    assert.equal(await file.root.has('g/number'), false);
    assert.deepEqual((await (await file.dataset('/second', 'int32')).read()).data, Int32Array.of(8));
    await file.root.delete('/second');
    await rejectsWithCode('BROKEN_LINK', () => file.dataset('/soft'));
    await file.root.delete('soft');
    await rejectsWithCode('OBJECT_NOT_FOUND', () => file.root.delete('soft'));
    await file.close();
    assert.deepEqual(
      (await (await context.open(path)).root.children()).map(({ name }) => name),
      ['g'],
    );
  },

  'lists names by their bytes': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    for (const name of ['b', 'Z', 'a10', 'a2', 'ä', '日本', '🔬', ' x']) await file.root.createGroup(name);
    await file.close();
    assert.deepEqual(
      (await (await context.open(path)).root.children()).map(({ name }) => name),
      [' x', 'Z', 'a10', 'a2', 'b', 'ä', '日本', '🔬'],
    );
  },
});
