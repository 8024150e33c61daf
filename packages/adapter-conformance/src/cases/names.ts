import assert from 'node:assert/strict';
import { dtypes, type Group, type Hdf5File } from '@h5tail/adapter';
import { rejectsWithTypeError } from '../assertions/rejects-with-type-error.js';
import { defineCases } from '../conformance-case.js';

/** Text that HDF5 would store as another name: cut at the zero, or not at all. */
const badNames = ['d\0', 'd\0x', '\0', 'new\0name', 'd\ud800'];
const options = { dtype: dtypes.uint8, shape: [1] };

function opening(file: Hdf5File, group: Group, path: string): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    'file.group': () => file.group(path),
    'file.dataset': () => file.dataset(path),
    'file.dataset, typed': () => file.dataset(path, 'uint8'),
    open: () => group.open(path),
    group: () => group.group(path),
    dataset: () => group.dataset(path),
    createReference: () => file.createReference(path),
  };
}

function creating(group: Group, path: string): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    createGroup: () => group.createGroup(path),
    createDataset: () => group.createDataset(path, options),
    createSoftLink: () => group.createSoftLink(path, '/d'),
    createHardLink: () => group.createHardLink(path, '/d'),
    createExternalLink: () => group.createExternalLink(path, 'other.h5', '/d'),
    'createSoftLink, target': () => group.createSoftLink('link', path),
    'createHardLink, target': () => group.createHardLink('link', path),
    'createExternalLink, file': () => group.createExternalLink('link', path, '/d'),
    'createExternalLink, target': () => group.createExternalLink('link', 'other.h5', path),
  };
}

const pathCases = defineCases('links', {
  'refuses a path that cannot be a name in a file': async (context) => {
    const file = await context.create();
    await file.root.createDataset('d', options);
    const group = await file.root.createGroup('g');
    await group.createDataset('d', options);
    const wrong: string[] = [];
    for (const bad of badNames) {
      for (const path of [bad, `g/${bad}`, `new/${bad}`, `${bad}/d`, `/${bad}`]) {
        for (const owner of [file.root, group]) {
          const calls = { ...opening(file, owner, path), ...creating(owner, path) };
          for (const [name, call] of Object.entries(calls)) {
            await rejectsWithTypeError(`${name}(${JSON.stringify(path)})`, call).catch((error: unknown) =>
              wrong.push((error as Error).message),
            );
          }
        }
      }
    }
    assert.deepEqual(wrong, []);
    const names = async (owner: Group): Promise<string[]> => (await owner.children()).map(({ name }) => name);
    assert.deepEqual(await names(file.root), ['d', 'g'], 'nothing is created');
    assert.deepEqual(await names(group), ['d'], 'nothing is created');
  },
});

const attributeNameCases = defineCases('attributes', {
  'refuse a name that cannot be one in a file': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', options);
    for (const { attributes } of [file.root, dataset]) {
      await attributes.set('d', 'kept');
      for (const name of ['', ...badNames]) {
        await rejectsWithTypeError(`set(${JSON.stringify(name)})`, () => attributes.set(name, 1));
        await rejectsWithTypeError(`get(${JSON.stringify(name)})`, () => attributes.get(name));
      }
      assert.deepEqual(await attributes.names(), ['d']);
      assert.deepEqual((await attributes.get('d')).data, ['kept']);
    }
  },
});

/** Names that would not come back as they were given. */
export const nameCases = [...pathCases, ...attributeNameCases];
