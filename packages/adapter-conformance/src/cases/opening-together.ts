import assert from 'node:assert/strict';
import { open as openBytes, readFile } from 'node:fs/promises';
import type { Hdf5File, OpenOptions } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import type { Golden } from '../golden/golden.js';

const flagsAt = 11;

/** Starts two openings for writing at once, and asserts that one succeeds and the other finds the file locked. */
async function oneOfTwo(context: CaseContext, path: string, options: Partial<OpenOptions>): Promise<Hdf5File> {
  const results = await Promise.allSettled([context.open(path, options), context.open(path, options)]);
  const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  assert.equal(opened.length, 1, `${opened.length} of two openings with mode ${options.mode} succeeded`);
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    const error = await rejectsWithCode('FILE_LOCKED', () => Promise.reject(result.reason as Error));
    assert.equal(error.file, path);
  }
  return opened[0] as Hdf5File;
}

/** Asserts that the one that succeeded writes, and that nothing stays behind when it is closed. */
async function writesAndLeavesFree(context: CaseContext, writer: Hdf5File): Promise<void> {
  const { path } = writer;
  await writer.root.createGroup('by-the-winner');
  await writer.close();
  if (context.storage.kind === 'files') {
    const bytes = await openBytes(path);
    const flags = await bytes.read(new Uint8Array(1), 0, 1, flagsAt);
    await bytes.close();
    assert.equal(flags.buffer[0], 0, 'the superblock still says that the file is being written');
  }
  const reader = await context.open(path);
  assert.equal(await reader.writerState(), 'closed');
  assert.ok(await reader.root.has('by-the-winner'));
  await reader.close();
  const again = await context.open(path, { mode: 'r+' });
  await again.root.createGroup('again');
  await again.close();
}

/** Openings that overlap in one process. */
export const openingTogetherCases = defineCases('opening', {
  'of two openings with mode r+ at once, one succeeds': async (context) => {
    const path = await context.fixture('swmr-closed.h5');
    for (let round = 0; round < 5; round++) {
      const writer = await oneOfTwo(context, path, { mode: 'r+' });
      await writer.root.createGroup(`round-${round}`);
      await writer.close();
    }
    await writesAndLeavesFree(context, await oneOfTwo(context, path, { mode: 'r+' }));
    const keys = await (await context.open(path)).dataset('/entry/keys', 'int32');
    assert.deepEqual((await keys.read([11])).data, Int32Array.of(12));
  },

  'of two openings with mode w at once, one succeeds': async (context) => {
    const fresh = await context.newPath();
    await writesAndLeavesFree(context, await oneOfTwo(context, fresh, { mode: 'w' }));
    const existing = await context.fixture('swmr-closed.h5');
    const writer = await oneOfTwo(context, existing, { mode: 'w' });
    assert.deepEqual(await writer.root.children(), []);
    await writesAndLeavesFree(context, writer);
  },

  'of two openings with a skeleton at once, one succeeds': {
    needs: 'files',
    run: async (context) => {
      const skeleton = await readFile(await context.fixture('skeleton-messages.h5'));
      for (const path of [await context.newPath(), await context.fixture('swmr-closed.h5')]) {
        const writer = await oneOfTwo(context, path, { mode: 'w', skeleton });
        assert.equal(await writer.root.has('/entry'), false);
        await writesAndLeavesFree(context, writer);
        const messages = await (await context.open(path)).dataset('/msgs', 'variable-length');
        assert.deepEqual(messages.shape, [0]);
      }
    },
  },

  'h5py opens a file that two openings asked for at once': {
    needs: 'python',
    run: async (context) => {
      const path = await context.fixture('swmr-closed.h5');
      await (await oneOfTwo(context, path, { mode: 'r+' })).close();
      const reader = await context.reader();
      const { golden } = await reader.step({ do: 'describe', path });
      assert.deepEqual((golden as Golden).superblock, { version: 3, writerFlags: 0 });
    },
  },

  'a read while an opening for writing is pending lets it succeed': async (context) => {
    const path = await context.fixture('layouts.h5');
    const dataset = await (await context.open(path)).dataset('/slabs/4d', 'uint16');
    const wanted = Uint16Array.of(0, 1, 2, 3, 4, 5);
    for (let round = 0; round < 6; round++) {
      const opening = context.open(path, { mode: 'r+' });
      // A few turns later each time, so that the read meets another step of the opening.
      for (let turn = 0; turn < round; turn++) await Promise.resolve();
      const reading = dataset.read([0, 0, 0]);
      const [opened, read] = await Promise.allSettled([opening, reading]);
      assert.ok(opened.status === 'fulfilled', `round ${round}: ${String((opened as PromiseRejectedResult).reason)}`);
      assert.ok(read.status === 'fulfilled', `round ${round}: ${String((read as PromiseRejectedResult).reason)}`);
      assert.deepEqual(read.value.data, wanted);
      await opened.value.root.createGroup(`round-${round}`);
      await opened.value.close();
      assert.deepEqual((await dataset.read([0, 0, 0])).data, wanted);
    }
  },

  'a signal that is aborted while an opening waits': {
    needs: 'files',
    run: async (context) => {
      const path = await context.fixture('truncated.h5');
      await context.adapter.version();
      for (const mode of ['r', 'r+'] as const) {
        for (const delayMs of [0, 10]) {
          const controller = new AbortController();
          const reason = new Error('enough');
          const opening = context.open(path, { mode, signal: controller.signal });
          if (delayMs === 0) controller.abort(reason);
          else setTimeout(() => controller.abort(reason), delayMs);
          const named = `mode ${mode}, aborted after ${delayMs} ms`;
          await assert.rejects(opening, (error) => error === reason || assert.fail(`${named}: ${String(error)}`));
        }
      }
    },
  },
});
