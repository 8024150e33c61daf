import assert from 'node:assert/strict';
import { dtypes, isHdf5Error, openFile } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { WatchedFile } from '../assertions/watched-file.js';
import { defineCases } from '../conformance-case.js';

/** How files end, and what must not outlive them. */
export const lifecycleCases = defineCases('lifecycle', {
  'closing again does nothing': async (context) => {
    const file = await context.create();
    await Promise.all([file.close(), file.close()]);
    await file.close();
    await file[Symbol.asyncDispose]();
    assert.equal(file.status, 'closed');
  },

  'disposing closes': async (context) => {
    const path = await context.newPath();
    let disposed;
    {
      await using file = await openFile(path, { adapter: context.adapter, mode: 'w' });
      await file.root.createGroup('g');
      disposed = file;
    }
    assert.equal(disposed.status, 'closed');
    assert.ok(await (await context.open(path)).root.has('g'));
  },

  'closing writes everything': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const dataset = await file.root.createDataset('d', {
      dtype: dtypes.uint8,
      shape: [0],
      maxShape: [null],
      chunks: [64],
    });
    await file.startSwmrWrite();
    await dataset.resize([3]);
    await dataset.write(null, Uint8Array.of(1, 2, 3));
    await file.close();
    const again = await context.open(path);
    assert.equal(await again.writerState(), 'closed');
    assert.deepEqual((await (await again.dataset('/d', 'uint8')).read()).data, Uint8Array.of(1, 2, 3));
  },

  'a closed file is free, whatever was opened in it': async (context) => {
    const path = await context.fixture('tree.h5');
    for (let round = 0; round < 5; round++) {
      const file = await context.open(path);
      for (const object of ['/entry/data', '/external/good', '/soft/chain-1', '/entry', '/committed']) {
        await (await file.root.open(object)).attributes.names();
      }
      await (await file.dataset('/external/good')).read();
      await file.root.children();
      await file.close();
      // A handle that is left open anywhere keeps the file open, and then it cannot be opened for writing.
      const writer = await context.open(path, { mode: 'r+' });
      await writer.root.createGroup(`round-${round}`);
      await writer.close();
    }
    assert.ok(await (await context.open(path)).root.has('round-4'));
  },

  'a closed file can be replaced': async (context) => {
    const path = await context.newPath();
    for (let round = 0; round < 5; round++) {
      const file = await context.open(path, { mode: 'w' });
      const data = Int32Array.of(round);
      const dataset = await file.root.createDataset('d', { dtype: dtypes.int32, shape: [1], data });
      await dataset.attributes.set('a', round);
      await file.close();
      const reader = await context.open(path);
      assert.deepEqual((await (await reader.dataset('/d', 'int32')).read()).data, data);
      await reader.close();
    }
  },

  'a failed opening leaves nothing open': async (context) => {
    const path = await context.fixture('tree.h5');
    const file = await context.open(path);
    for (let round = 0; round < 20; round++) {
      await rejectsWithCode('OBJECT_NOT_FOUND', () => file.dataset('/entry/nothing'));
      await rejectsWithCode('BROKEN_LINK', () => file.dataset('/external/missing-object'));
      await rejectsWithCode('WRONG_KIND', () => file.dataset('/entry'));
      await rejectsWithCode('WRONG_DTYPE', () => file.dataset('/entry/data', 'float64'));
      await rejectsWithCode('OBJECT_NOT_FOUND', () => file.root.attributes.get('nothing'));
    }
    await file.close();
    await (await context.open(path, { mode: 'r+' })).close();
  },

  'a read during which the file is closed ends, with its data or as closed': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const dataset = await file.dataset('/slabs/4d', 'uint16');
    const reads = Array.from({ length: 10 }, () => dataset.read([2, 3, 4, 5]));
    const ended = Promise.allSettled(reads);
    await file.close();
    for (const result of await ended) {
      if (result.status === 'fulfilled') assert.deepEqual(result.value.data, Uint16Array.of(359));
      else assert.ok(isHdf5Error(result.reason) && result.reason.code === 'CLOSED', String(result.reason));
    }
    await rejectsWithCode('CLOSED', () => dataset.read());
  },

  'one of two openings of a file stays open when the other is closed': async (context) => {
    const path = await context.fixture('layouts.h5');
    const [first, second] = [await context.open(path), await context.open(path)];
    const dataset = await second.dataset('/slabs/4d', 'uint16');
    const other = await first.dataset('/slabs/4d', 'uint16');
    await first.close();
    assert.equal(second.status, 'open');
    assert.deepEqual((await dataset.read([0, 0, 0])).data, Uint16Array.of(0, 1, 2, 3, 4, 5));
    await rejectsWithCode('CLOSED', () => other.read());
  },

  'two hundred refreshes of a file that nobody writes change nothing': async (context) => {
    const file = await context.openFixture('layouts.h5', { swmr: true });
    const dataset = await file.dataset('/slabs/4d-chunked', 'uint16');
    const packed = await file.dataset('/filters/gzip-1');
    const wanted = (await packed.read()).data;
    for (let round = 0; round < 200; round++) {
      if (round % 3 === 0) await file.refresh();
      if (round % 3 === 1) await packed.refresh();
      await dataset.refresh();
      assert.deepEqual(
        (await dataset.read([2, 3, 4])).data,
        Uint16Array.of(354, 355, 356, 357, 358, 359),
        `round ${round}`,
      );
      assert.deepEqual((await packed.read()).data, wanted, `round ${round}`);
    }
  },

  'watching ends with its own end, and with the file': async (context) => {
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const dataset = await writer.root.createDataset('d', { dtype: dtypes.uint8, shape: [1] });
    await writer.startSwmrWrite();
    const reader = await context.open(path, { swmr: true });
    const ended = WatchedFile.start(context, reader);
    ended?.stop();
    ended?.stop();
    const endedWithFile = WatchedFile.start(context, reader);
    const sentinel = WatchedFile.start(context, await context.open(path, { swmr: true }));
    await reader.close();
    const before = [ended?.calls, endedWithFile?.calls];
    await sentinel?.tellsOf('a write', async () => {
      await dataset.write(null, Uint8Array.of(1));
      await writer.flush();
    });
    await sentinel?.tellsOf('the end', () => writer.close());
    assert.deepEqual([ended?.calls, endedWithFile?.calls], before);
  },

  'a file that was deleted is told as missing': async (context) => {
    const path = await context.fixture('swmr-closed.h5');
    const readers = [await context.open(path), await context.open(path, { swmr: true })];
    await context.storage.remove(path);
    for (const reader of readers) {
      const error = await rejectsWithCode('FILE_NOT_FOUND', () => reader.writerState());
      assert.equal(error.file, path);
      await reader.close();
    }
  },
});
