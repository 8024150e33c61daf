import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

const rows = Int32Array.from({ length: 8 }, (_, i) => 100 + i);

/** Files whose superblock does not stand at byte 0. */
export const userBlockCases = defineCases('opening', {
  'a user block hides neither the format nor the writer': async (context) => {
    const old = await context.fixture('user-block-512.h5');
    assert.equal(await (await context.open(old, { swmr: true })).writerState(), 'unknown');
    await rejectsWithCode('NOT_SWMR_WRITABLE', () => context.open(old, { mode: 'r+', swmr: true }));
    const path = await context.fixture('user-block-1024.h5');
    const reader = await context.open(path);
    assert.equal(await reader.writerState(), 'closed');
    await reader.close();
    const writer = await context.open(path, { mode: 'r+' });
    assert.equal(await writer.writerState(), 'writing');
    await writer.startSwmrWrite();
    assert.equal(await writer.writerState(), 'swmr-writing');
    await writer.close();
    assert.equal(await (await context.open(path)).writerState(), 'closed');
  },

  'another writer is seen through a user block': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.fixture('user-block-1024.h5');
      const writer = await context.writer();
      await writer.step({ do: 'reopen', path, mode: 'r+' });
      await rejectsWithCode('NOT_SWMR_READABLE', () => context.open(path, { swmr: true }));
      for (const mode of ['r', 'r+', 'w'] as const)
        await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode }));
      await writer.step({ do: 'swmr' });
      const file = await context.open(path, { swmr: true });
      const growing = await file.dataset('/entry/growing', 'int32');
      for (let round = 1; round <= 4; round++) {
        await writer.step({ do: 'resize', dataset: '/entry/growing', shape: [6 + round, 4] });
        await writer.step({ do: 'write', dataset: '/entry/growing', selection: [5 + round], value: round });
        await writer.step({ do: 'flush', dataset: '/entry/growing' });
        await growing.refresh();
        assert.deepEqual(growing.shape, [6 + round, 4]);
        assert.deepEqual((await growing.read([5 + round])).data, new Int32Array(4).fill(round), `round ${round}`);
      }
      await writer.step({ do: 'close' });
      assert.equal(await file.writerState(), 'closed');
    },
  },

  'a user block outlives what is written behind it': {
    needs: 'files',
    run: async (context) => {
      for (const size of [512, 1024]) {
        const path = await context.fixture(`user-block-${size}.h5`);
        const before = (await readFile(path)).subarray(0, size);
        const file = await context.open(path, { mode: 'r+' });
        const growing = await file.dataset('/entry/growing', 'int32');
        await growing.resize([8, 4]);
        await growing.write([[6, 8]], rows);
        await file.root.createGroup('added');
        await file.close();
        const again = await context.open(path);
        assert.ok(await again.root.has('/added'));
        const read = await (await again.dataset('/entry/growing', 'int32')).read([[6, 8]]);
        assert.deepEqual(read.data, rows);
        assert.ok(before.equals((await readFile(path)).subarray(0, size)), `the user block of ${size} bytes is kept`);
      }
    },
  },

  'a truncated file behind a user block': {
    needs: 'files',
    run: async (context) => {
      for (const name of ['user-block-512.h5', 'user-block-1024.h5']) {
        const path = await context.fixture(name);
        const bytes = await readFile(path);
        await writeFile(path, bytes.subarray(0, Math.floor(0.6 * bytes.length)));
        for (const mode of ['r', 'r+'] as const) {
          await rejectsWithCode('TRUNCATED_FILE', () => context.open(path, { mode }));
        }
      }
    },
  },
});
