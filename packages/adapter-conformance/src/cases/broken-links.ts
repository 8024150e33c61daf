import assert from 'node:assert/strict';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

const dataset = { path: '/entry/x', dtype: 'int32', shape: [2], maxShape: [null], chunks: [4] };

/** Paths that go on behind a link. */
export const brokenLinkCases = defineCases('links', {
  'a path that goes on behind a broken link is broken': async (context) => {
    const file = await context.openFixture('tree.h5');
    for (const link of [
      '/soft/dangling',
      '/soft/cycle-a',
      '/soft/itself',
      '/external/missing-file',
      '/external/missing-object',
    ]) {
      for (const path of [`${link}/x`, `${link}/x/y`]) {
        const error = await rejectsWithCode('BROKEN_LINK', () => file.root.open(path));
        // What was asked for, or the link on the way.
        assert.ok(error.object === path || error.object === link, error.object);
        await rejectsWithCode('BROKEN_LINK', () => file.dataset(path));
        await rejectsWithCode('BROKEN_LINK', () => file.group(path));
        assert.equal(await file.root.has(path), false, path);
      }
    }
  },

  'a name that is missing behind a good link is missing, not broken': async (context) => {
    const file = await context.openFixture('tree.h5');
    for (const path of ['/soft/to-group/nothing', '/soft/to-group/nothing/x', '/external/to-group/nothing']) {
      const error = await rejectsWithCode('OBJECT_NOT_FOUND', () => file.root.open(path));
      assert.equal(error.object, path);
    }
  },

  'a link to a file that is not in SWMR mode yet can be followed later': {
    needs: 'writer',
    run: async (context) => {
      const target = await context.newPath('scan.h5');
      const master = target.replace('scan.h5', 'master.h5');
      const linking = await context.open(master, { mode: 'w' });
      await linking.root.createExternalLink('link', 'scan.h5', '/entry');
      await linking.root.createExternalLink('direct', 'scan.h5', '/entry/x');
      await linking.root.createSoftLink('soft', '/link/x');
      await linking.close();
      const writer = await context.writer();
      await writer.step({ do: 'create', path: target, datasets: [dataset] });
      await writer.step({ do: 'write', dataset: '/entry/x', data: [5, 6] });
      await writer.step({ do: 'flush' });
      const file = await context.open(master, { swmr: true });
      for (const path of ['/link', '/link/x', '/direct', '/soft']) {
        for (let round = 0; round < 2; round++) {
          const error = await rejectsWithCode('NOT_SWMR_READABLE', () => file.root.open(path));
          assert.ok(error.retryable);
          assert.ok([path, '/link'].includes(error.object ?? ''), error.object);
        }
      }
      await rejectsWithCode('NOT_SWMR_READABLE', () => file.group('/link'));
      await rejectsWithCode('NOT_SWMR_READABLE', () => file.dataset('/link/x'));
      await writer.step({ do: 'swmr' });
      assert.equal((await file.root.open('/link')).kind, 'group');
      for (const path of ['/link/x', '/direct', '/soft']) {
        assert.deepEqual((await (await file.dataset(path, 'int32')).read()).data, Int32Array.of(5, 6), path);
      }
    },
  },
});
