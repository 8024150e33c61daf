import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { packagePath } from '../package-folder.js';

async function badSkeletons(): Promise<ReadonlyMap<string, Uint8Array>> {
  const fixture = (name: string): Promise<Buffer> => readFile(packagePath(`fixtures/${name}`));
  const good = await fixture('skeleton-messages.h5');
  return new Map<string, Uint8Array>([
    ['nothing', new Uint8Array(0)],
    ['only the signature', good.subarray(0, 8)],
    ['half a superblock', good.subarray(0, 30)],
    ['another format', await fixture('not-hdf5.h5')],
    ['a truncated file', good.subarray(0, Math.floor(good.length / 2))],
    ['a file without its last byte', good.subarray(0, good.length - 1)],
    ['a damaged superblock', await fixture('corrupt-superblock.h5')],
  ]);
}

/** What a new file cannot start from. */
export const skeletonCases = defineCases('opening', {
  'a bad skeleton is refused, and leaves an existing file alone': {
    needs: 'files',
    run: async (context) => {
      const path = await context.fixture('swmr-closed.h5');
      const before = await readFile(path);
      for (const [name, skeleton] of await badSkeletons()) {
        const error = await rejectsWithCode('INVALID_DATA', () => context.open(path, { mode: 'w', skeleton }));
        assert.equal(error.file, path, name);
        assert.ok(before.equals(await readFile(path)), `${name}: the file is left as it is`);
        assert.deepEqual(await readdir(dirname(path)), ['swmr-closed.h5'], name);
      }
      const file = await context.open(path);
      assert.equal(await file.writerState(), 'closed');
      assert.ok(await file.root.has('/entry/data'));
    },
  },

  'a bad skeleton is refused, and leaves nothing where nothing was': {
    needs: 'files',
    run: async (context) => {
      const path = await context.newPath();
      for (const [name, skeleton] of await badSkeletons()) {
        for (const mode of ['wx', 'w'] as const) {
          await rejectsWithCode('INVALID_DATA', () => context.open(path, { mode, skeleton }));
          assert.deepEqual(await readdir(dirname(path)), [], `${name}, mode ${mode}`);
        }
      }
      const skeleton = await readFile(packagePath('fixtures/skeleton-messages.h5'));
      await (await context.open(path, { mode: 'wx', skeleton })).close();
      assert.deepEqual((await (await context.open(path)).dataset('/msgs')).shape, [0]);
    },
  },
});
