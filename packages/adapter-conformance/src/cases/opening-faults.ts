import assert from 'node:assert/strict';
import { chmod, copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ErrorCode, OpenOptions } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { unprivileged } from '../assertions/unprivileged.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import { packagePath } from '../package-folder.js';

const ways: readonly OpenOptions[] = [{ mode: 'r' }, { mode: 'r', swmr: true }, { mode: 'r+' }];

async function refusesFixture(context: CaseContext, name: string, code: ErrorCode): Promise<void> {
  const path = await context.newPath(name);
  await copyFile(packagePath(`fixtures/${name}`), path);
  for (const way of ways) {
    const error = await rejectsWithCode(code, () => context.open(path, way));
    assert.equal(error.file, path);
  }
  const [before, after] = await Promise.all([readFile(packagePath(`fixtures/${name}`)), readFile(path)]);
  assert.ok(before.equals(after), 'a refused file is left as it is');
}

/** What cannot be opened, and the code of each. */
export const openingFaultCases = defineCases('opening', {
  'a missing file': async (context) => {
    const path = await context.newPath('missing.h5');
    for (const way of ways) {
      const error = await rejectsWithCode('FILE_NOT_FOUND', () => context.open(path, way));
      assert.equal(error.file, path);
    }
  },

  'a file in a missing folder': {
    needs: 'files',
    run: async (context) => {
      const path = join(await context.newPath('missing'), 'file.h5');
      for (const way of [...ways, { mode: 'w' }, { mode: 'wx' }] as const) {
        await rejectsWithCode('FILE_NOT_FOUND', () => context.open(path, way));
      }
    },
  },

  'a folder': {
    needs: 'files',
    run: async (context) => {
      const folder = dirname(await context.newPath());
      for (const way of [...ways, { mode: 'w' }] as const) {
        await rejectsWithCode('NOT_A_FILE', () => context.open(folder, way));
      }
    },
  },

  'a device': {
    needs: 'posix',
    run: async (context) => {
      for (const way of ways) await rejectsWithCode('NOT_A_FILE', () => context.open('/dev/null', way));
    },
  },

  'a file of another format': {
    needs: 'files',
    run: (context) => refusesFixture(context, 'not-hdf5.h5', 'NOT_HDF5'),
  },

  'an empty file': { needs: 'files', run: (context) => refusesFixture(context, 'empty.h5', 'NOT_HDF5') },

  'a truncated file': { needs: 'files', run: (context) => refusesFixture(context, 'truncated.h5', 'TRUNCATED_FILE') },

  'a superblock with a wrong checksum': {
    needs: 'files',
    run: (context) => refusesFixture(context, 'corrupt-superblock.h5', 'CORRUPT_FILE'),
  },

  'a file that its user may not read': {
    needs: 'posix',
    run: async (context) => {
      const path = await context.fixture('layouts.h5');
      const folder = dirname(path);
      await chmod(dirname(folder), 0o755);
      context.defer(() => chmod(folder, 0o755));
      // Loaded before, because who may not read this file may not read the program's own files either.
      await context.adapter.version();
      await chmod(path, 0o000);
      await chmod(folder, 0o555);
      await unprivileged(async () => {
        for (const way of [...ways, { mode: 'w' }] as const) {
          await rejectsWithCode('PERMISSION_DENIED', () => context.open(path, way));
        }
        await rejectsWithCode('PERMISSION_DENIED', () => context.open(join(folder, 'new.h5'), { mode: 'w' }));
      });
      await chmod(path, 0o444);
      await unprivileged(async () => {
        await rejectsWithCode('PERMISSION_DENIED', () => context.open(path, { mode: 'r+' }));
        await (await context.open(path)).close();
      });
    },
  },

  'a chunk that is damaged, next to data that are not': {
    needs: 'files',
    run: async (context) => {
      const file = await context.openFixture('corrupt-chunk.h5');
      const first = Int32Array.from({ length: 20 }, (_, i) => i);
      for (const name of ['/gzip', '/fletcher32']) {
        const dataset = await file.dataset(name, 'int32');
        const error = await rejectsWithCode('CORRUPT_FILE', () => dataset.read());
        assert.equal(error.object, name);
        await rejectsWithCode('CORRUPT_FILE', () => dataset.read([[20, 40]]));
        assert.deepEqual((await dataset.read([[0, 20]])).data, first, name);
      }
      assert.deepEqual((await (await file.dataset('/good', 'int32')).read([[0, 20]])).data, first);
    },
  },

  'a filter that nobody has, next to data without it': {
    needs: 'files',
    run: async (context) => {
      const file = await context.openFixture('unknown-filter.h5');
      const dataset = await file.dataset('/data', 'uint16');
      assert.deepEqual(dataset.shape, [8]);
      assert.deepEqual(dataset.chunks, [4]);
      assert.deepEqual(
        dataset.filters.map(({ id, options }) => ({ id, options: [...options] })),
        [{ id: 32_099, options: [1, 2] }],
      );
      await rejectsWithCode('FILTER_MISSING', () => dataset.read());
      const good = await (await file.dataset('/good', 'uint16')).read();
      assert.deepEqual(good.data, Uint16Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    },
  },

  'a file whose writer was killed before SWMR mode': async (context) => {
    const path = await context.fixture('open-for-writing.h5');
    await rejectsWithCode('FILE_LOCKED', () => context.open(path));
    await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+' }));
    const error = await rejectsWithCode('NOT_SWMR_READABLE', () => context.open(path, { swmr: true }));
    assert.ok(error.retryable);
  },

  'a file whose writer was killed in SWMR mode': async (context) => {
    const path = await context.fixture('swmr-killed.h5');
    await rejectsWithCode('FILE_LOCKED', () => context.open(path));
    await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+' }));
    await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'w' }));
    const file = await context.open(path, { swmr: true });
    assert.equal(await file.writerState(), 'swmr-writing');
    const { data } = await (await file.dataset('/entry/data', 'uint16')).read([11, 2]);
    assert.deepEqual(data, Uint16Array.of(141, 142, 143, 144));
  },

  'a signal that was aborted before': async (context) => {
    const path = await context.newPath();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await assert.rejects(context.open(path, { mode: 'w', signal }), (error) => error === reason);
    await assert.rejects(context.adapter.open(path, { mode: 'w', signal }), (error) => error === reason);
    await rejectsWithCode('FILE_NOT_FOUND', () => context.open(path));
  },
});
