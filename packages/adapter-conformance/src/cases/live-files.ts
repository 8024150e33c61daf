import assert from 'node:assert/strict';
import { isHdf5Error, type Hdf5File } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { checkFrames, startScan, writePoint } from './live.js';

const dataset = { path: '/d', dtype: 'int32', shape: [0], maxShape: [null], chunks: [4] };

/** Waits for a call of the listener. */
async function changed(file: Hdf5File, change: () => Promise<unknown>): Promise<boolean> {
  let stop: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  const called = new Promise<boolean>((resolve) => {
    stop = file.watch(() => resolve(true));
    timer = setTimeout(() => resolve(false), 5000);
  });
  await change();
  const result = stop === null || (await called);
  clearTimeout(timer);
  (stop as (() => void) | null)?.();
  return result;
}

/** A live file as a whole: its states, its end, its replacement. */
export const liveFileCases = defineCases('live', {
  'a file cannot be read before SWMR mode, and can be after': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      await writer.step({ do: 'create', path, datasets: [dataset] });
      for (let round = 0; round < 3; round++) {
        await rejectsWithCode('NOT_SWMR_READABLE', () => context.open(path, { swmr: true }));
      }
      await rejectsWithCode('FILE_LOCKED', () => context.open(path));
      await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+' }));
      await writer.step({ do: 'swmr' });
      await rejectsWithCode('FILE_LOCKED', () => context.open(path));
      await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+', swmr: true }));
      const file = await context.open(path, { swmr: true });
      assert.equal(await file.writerState(), 'swmr-writing');
      assert.deepEqual((await file.dataset('/d')).shape, [0]);
    },
  },

  'the writer closes: its state is told, and everything can be read': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const file = await context.open(path, { swmr: true });
      const data = await file.dataset('/entry/frames');
      await writePoint(writer, 0);
      assert.equal(await file.writerState(), 'swmr-writing');
      await writer.step({ do: 'resize', dataset: '/entry/frames', shape: [2, 4, 6] });
      await writer.step({ do: 'write', dataset: '/entry/frames', selection: [1], value: 'frame', index: 1 });
      await writer.step({ do: 'close' });
      assert.equal(await file.writerState(), 'closed');
      await data.refresh();
      await checkFrames(data, 2);
      await file.refresh();
      await checkFrames(await (await context.open(path)).dataset('/entry/frames'), 2);
    },
  },

  'the writer is killed: what it flushed can be read, and the state stays': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const file = await context.open(path, { swmr: true });
      const data = await file.dataset('/entry/frames');
      for (let index = 0; index < 3; index++) await writePoint(writer, index);
      await writer.kill();
      await data.refresh();
      await checkFrames(data, 3);
      assert.equal(await file.writerState(), 'swmr-writing');
      await rejectsWithCode('FILE_LOCKED', () => context.open(path, { mode: 'r+' }));
      await checkFrames(await (await context.open(path, { swmr: true })).dataset('/entry/frames'), 3);
    },
  },

  'the writer leaves SWMR mode for a while': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      await writePoint(writer, 0);
      const file = await context.open(path, { swmr: true });
      const data = await file.dataset('/entry/frames');
      await data.refresh();
      await checkFrames(data, 1);
      await writer.step({ do: 'reopen', mode: 'r+' });
      assert.equal(await file.writerState(), 'writing');
      const error = await rejectsWithCode(['NOT_SWMR_READABLE', 'TRANSIENT_READ'], () => data.refresh());
      assert.ok(error.retryable);
      await writer.step({ do: 'add', datasets: [dataset] });
      await writer.step({ do: 'swmr' });
      await writePoint(writer, 1);
      await data.refresh();
      await checkFrames(data, 2);
      await file.refresh();
      assert.deepEqual((await file.dataset('/d')).shape, [0]);
    },
  },

  'a file that is replaced by another one is the new one after a refresh': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath('scan.h5');
      const next = await context.newPath('next.h5');
      const writer = await startScan(context, path);
      for (let index = 0; index < 3; index++) await writePoint(writer, index);
      const file = await context.open(path, { swmr: true });
      const data = await file.dataset('/entry/frames');
      await checkFrames(data, 3);
      await writer.step({ do: 'close' });
      const second = await startScan(context, next);
      await writePoint(second, 0);
      await context.storage.replace(next, path);
      try {
        await data.refresh();
        await checkFrames(data, 1);
        await writePoint(second, 1);
        await data.refresh();
        await checkFrames(data, 2);
      } catch (error) {
        // An adapter may also say that this is another file now; what it must not do is to mix the two.
        if (!isHdf5Error(error)) throw error;
        assert.ok(['CLOSED', 'OBJECT_NOT_FOUND', 'FILE_NOT_FOUND'].includes(error.code), error.code);
      }
      await file.close();
      const again = await (await context.open(path, { swmr: true })).dataset('/entry/frames');
      assert.ok((again.shape?.[0] ?? 3) < 3);
    },
  },

  'a file that is deleted is told at the next refresh, or goes on as it was': {
    needs: 'files',
    run: async (context) => {
      const { rm } = await import('node:fs/promises');
      const path = await context.fixture('layouts.h5');
      const file = await context.open(path, { swmr: true });
      const data = await file.dataset('/slabs/4d', 'uint16');
      await rm(path);
      try {
        await data.refresh();
        assert.deepEqual((await data.read([0, 0, 0])).data, Uint16Array.of(0, 1, 2, 3, 4, 5));
      } catch (error) {
        assert.ok(isHdf5Error(error) && error.code === 'FILE_NOT_FOUND', String(error));
      }
      await rejectsWithCode('FILE_NOT_FOUND', () => context.open(path, { swmr: true }));
    },
  },

  'watching tells of a flush, of the end, and of nothing after its own end': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const file = await context.open(path, { swmr: true });
      assert.ok(await changed(file, () => writePoint(writer, 0)), 'no call after a flush');
      assert.ok(await changed(file, () => writePoint(writer, 1)), 'no call after the second flush');
      assert.ok(await changed(file, () => writer.step({ do: 'close' })), 'no call after the end');
    },
  },

  'a writer of this process is read in this process': async (context) => {
    const { dtypes } = await import('@h5tail/adapter');
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.int32, shape: [0], maxShape: [null], chunks: [8] };
    const written = await writer.root.createDataset('d', options);
    await rejectsWithCode('NOT_SWMR_READABLE', () => context.open(path, { swmr: true }));
    await writer.startSwmrWrite();
    const reader = await (await context.open(path, { swmr: true })).dataset('/d', 'int32');
    for (let count = 1; count <= 10; count++) {
      await written.resize([count]);
      await written.write([count - 1], Int32Array.of(count));
      await written.flush();
      await reader.refresh();
      assert.deepEqual(
        (await reader.read()).data,
        Int32Array.from({ length: count }, (_, i) => i + 1),
      );
    }
    await writer.close();
    await reader.refresh();
    assert.deepEqual((await reader.read([9])).data, Int32Array.of(10));
    assert.equal(await reader.file.writerState(), 'closed');
  },
});
