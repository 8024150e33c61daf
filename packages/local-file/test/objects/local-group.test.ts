import { dtypes } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { FakeObjects } from './fake-objects.js';
import { fakeRoot } from './fake-user.js';

function someObjects(): FakeObjects {
  return new FakeObjects('/data/scan.h5', {
    '/entry': 'group',
    '/entry/frames': 'dataset',
    '/entry/type': 'datatype',
    '/soft': { type: 'soft', target: '/entry' },
    '/broken': { type: 'soft', target: '/nowhere' },
    '/lost': { type: 'external', file: 'lost.h5', target: '/there' },
  });
}

describe('opening', () => {
  it('tells a missing name, a link that leads nowhere, and another kind', async () => {
    const root = fakeRoot(someObjects());
    expect(await root.open('soft/frames')).toMatchObject({ kind: 'dataset', path: '/soft/frames' });
    expect(await root.open('entry/type')).toMatchObject({ kind: 'datatype', dtype: dtypes.int32 });
    await expect(root.open('entry/missing')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    await expect(root.open('broken/below')).rejects.toMatchObject({ code: 'BROKEN_LINK', object: '/broken' });
    await expect(root.open('lost')).rejects.toMatchObject({
      code: 'BROKEN_LINK',
      message: expect.stringContaining('/data/lost.h5') as string,
    });
    await expect(root.group('entry/frames')).rejects.toMatchObject({ code: 'WRONG_KIND' });
    expect([await root.has('soft'), await root.has('broken'), await root.has('missing')]).toEqual([true, false, false]);
  });

  it('lists links as they are', async () => {
    expect(await fakeRoot(someObjects()).children()).toEqual([
      { name: 'entry', kind: 'group', link: { type: 'hard' } },
      { name: 'soft', kind: 'group', link: { type: 'soft', target: '/entry' } },
      { name: 'broken', kind: 'unresolved', link: { type: 'soft', target: '/nowhere' } },
      { name: 'lost', kind: 'unresolved', link: { type: 'external', file: 'lost.h5', target: '/there' } },
    ]);
  });
});

describe('creating', () => {
  it('creates the groups on the way, also behind a link', async () => {
    const objects = someObjects();
    const root = fakeRoot(objects);
    await root.createGroup('a/b/c');
    await root.createDataset('soft/more/data', { dtype: dtypes.int32, shape: [] });
    expect([...objects.entries.keys()].slice(6)).toEqual(['/a', '/a/b', '/a/b/c', '/entry/more', '/soft/more/data']);
  });

  it('refuses a name that is taken, also by a link that leads nowhere, and creates nothing', async () => {
    const objects = someObjects();
    const root = fakeRoot(objects);
    const before = [...objects.entries];
    for (const taken of ['entry/frames', 'broken']) {
      await expect(root.createGroup(taken)).rejects.toMatchObject({ code: 'OBJECT_EXISTS' });
      await expect(root.createSoftLink(taken, '/entry')).rejects.toMatchObject({ code: 'OBJECT_EXISTS' });
    }
    await expect(root.createGroup('entry/frames/below/it')).rejects.toMatchObject({ code: 'WRONG_KIND' });
    await expect(root.createHardLink('second', '/missing')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    await expect(root.createGroup('/')).rejects.toThrow(TypeError);
    expect([...objects.entries]).toEqual(before);
  });
});

describe('deleting', () => {
  it('removes a link, also one that leads nowhere', async () => {
    const objects = someObjects();
    const root = fakeRoot(objects);
    for (const name of ['entry/frames', 'broken', 'lost', 'soft']) await root.delete(name);
    expect([...objects.entries.keys()]).toEqual(['/entry', '/entry/type']);
  });

  it('tells a missing name and a link on the way that leads nowhere', async () => {
    const root = fakeRoot(someObjects());
    await expect(root.delete('entry/missing')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    await expect(root.delete('broken/below')).rejects.toMatchObject({ code: 'BROKEN_LINK', object: '/broken' });
  });

  it.each([
    ['READ_ONLY', { mode: 'r' }],
    ['STRUCTURE_FIXED', { swmr: 'write' }],
    ['CLOSED', { closed: true }],
    ['UNSUPPORTED', { deleteLink: false }],
  ] as const)('is refused as %s', async (code, how) => {
    const objects = someObjects();
    await expect(fakeRoot(objects, how).delete('soft')).rejects.toMatchObject({ code, file: '/data/scan.h5' });
    expect(objects.entries.has('/soft')).toBe(true);
  });

  it('does not remove the root', async () => {
    await expect(fakeRoot(someObjects()).delete('/')).rejects.toThrow(TypeError);
  });
});
