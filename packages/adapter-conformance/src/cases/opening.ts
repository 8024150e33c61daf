import assert from 'node:assert/strict';
import { isAbsolute, relative } from 'node:path';
import { dtypes } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';

async function createWithNumber(context: CaseContext, number: number): Promise<string> {
  const path = await context.newPath();
  const file = await context.open(path, { mode: 'w' });
  await file.root.createDataset('number', { dtype: dtypes.int32, shape: [], data: Int32Array.of(number) });
  await file.close();
  return path;
}

async function readNumber(context: CaseContext, path: string): Promise<number | undefined> {
  const file = await context.open(path);
  const { data } = await (await file.dataset('/number', 'int32')).read();
  await file.close();
  return data[0];
}

/** Modes and states of an opened file. */
export const openingCases = defineCases('opening', {
  'a file tells how it was opened': async (context) => {
    const path = await createWithNumber(context, 1);
    const reader = await context.open(path, { mode: 'r' });
    assert.equal(reader.mode, 'r');
    assert.equal(reader.status, 'open');
    assert.equal(reader.swmr, 'none');
    assert.equal(reader.root.path, '/');
    assert.equal(reader.root.kind, 'group');
    await reader.close();
    const swmrReader = await context.open(path, { mode: 'r', swmr: true });
    assert.equal(swmrReader.swmr, 'read');
    await swmrReader.close();
    const writer = await context.open(path, { mode: 'r+' });
    assert.equal(writer.mode, 'r+');
    assert.equal(writer.swmr, 'none');
    await writer.startSwmrWrite();
    assert.equal(writer.swmr, 'write');
    await writer.close();
    const swmrWriter = await context.open(path, { mode: 'r+', swmr: true });
    assert.equal(swmrWriter.swmr, 'write');
  },

  'the path of a file is absolute': {
    needs: 'files',
    run: async (context) => {
      const path = await createWithNumber(context, 1);
      const file = await context.open(relative(process.cwd(), path));
      assert.ok(isAbsolute(file.path), file.path);
    },
  },

  'mode w creates a file, and replaces one that is there': async (context) => {
    const path = await createWithNumber(context, 1);
    const file = await context.open(path, { mode: 'w' });
    assert.deepEqual(await file.root.children(), []);
    await file.root.createDataset('other', { dtype: dtypes.uint8, shape: [] });
    await file.close();
    const replaced = await context.open(path);
    assert.deepEqual(
      (await replaced.root.children()).map(({ name }) => name),
      ['other'],
    );
  },

  'mode wx creates a file, and leaves one that is there alone': async (context) => {
    const path = await context.newPath();
    await (await context.open(path, { mode: 'wx' })).close();
    const existing = await createWithNumber(context, 7);
    await rejectsWithCode('FILE_EXISTS', () => context.open(existing, { mode: 'wx' }));
    assert.equal(await readNumber(context, existing), 7);
  },

  'mode r+ keeps what is there and adds to it': async (context) => {
    const path = await createWithNumber(context, 3);
    const file = await context.open(path, { mode: 'r+' });
    await file.root.createGroup('added');
    await (await file.dataset('/number', 'int32')).write(null, Int32Array.of(4));
    await file.close();
    assert.equal(await readNumber(context, path), 4);
    assert.ok(await (await context.open(path)).root.has('added'));
  },

  'a file can be opened by several readers': async (context) => {
    const path = await createWithNumber(context, 5);
    const first = await context.open(path);
    const second = await context.open(path, { swmr: true });
    await first.close();
    const { data } = await (await second.dataset('/number', 'int32')).read();
    assert.deepEqual(data, Int32Array.of(5));
  },

  'a file can be opened two hundred times in a row': async (context) => {
    const path = await createWithNumber(context, 6);
    for (let round = 0; round < 200; round++) assert.equal(await readNumber(context, path), 6);
  },

  'two files are open at the same time without mixing': async (context) => {
    const first = await context.open(await createWithNumber(context, 1));
    const second = await context.open(await createWithNumber(context, 2));
    for (const [file, number] of [
      [first, 1],
      [second, 2],
      [first, 1],
    ] as const) {
      assert.deepEqual((await (await file.dataset('/number', 'int32')).read()).data, Int32Array.of(number));
    }
  },

  'there is one writer': async (context) => {
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+' }));
    await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'w' }));
    await writer.startSwmrWrite();
    await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+', swmr: true }));
    await writer.close();
    await (await context.open(path, { mode: 'r+' })).close();
  },

  'the state of the writer is told': async (context) => {
    const path = await createWithNumber(context, 1);
    const reader = await context.open(path, { swmr: true });
    assert.equal(await reader.writerState(), 'closed');
    await reader.close();
    const writer = await context.open(path, { mode: 'r+' });
    assert.equal(await writer.writerState(), 'writing');
    await writer.startSwmrWrite();
    assert.equal(await writer.writerState(), 'swmr-writing');
  },

  'old formats open, plainly and for SWMR reading, and say nothing of their writer': async (context) => {
    for (const name of ['legacy-superblock0.h5', 'legacy-superblock2.h5']) {
      const path = await context.fixture(name);
      for (const swmr of [false, true]) {
        const file = await context.open(path, { swmr });
        assert.equal(await file.writerState(), 'unknown', name);
        const { data } = await (await file.dataset('/link', 'float32')).read([4]);
        assert.deepEqual(data, Float32Array.of(28, 29, 30, 31, 32, 33, 34), name);
        await file.close();
      }
    }
  },

  'old formats are not written in SWMR mode': async (context) => {
    for (const name of ['legacy-superblock0.h5', 'legacy-superblock2.h5']) {
      const path = await context.fixture(name);
      await rejectsWithCode('NOT_SWMR_WRITABLE', () => context.open(path, { mode: 'r+', swmr: true }));
      const file = await context.open(path, { mode: 'r+' });
      await rejectsWithCode('NOT_SWMR_WRITABLE', () => file.startSwmrWrite());
      await file.close();
    }
  },

  'a file without content opens': async (context) => {
    const path = await context.newPath();
    await (await context.open(path, { mode: 'w' })).close();
    const file = await context.open(path);
    assert.deepEqual(await file.root.children(), []);
    assert.deepEqual(await file.root.attributes.names(), []);
  },

  'paths may hold spaces and letters of any script': async (context) => {
    const path = await context.newPath('two words, grüße 日本 #1.h5');
    await (await context.open(path, { mode: 'w' })).close();
    assert.equal((await context.open(path)).path, path);
  },
});
