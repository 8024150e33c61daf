import assert from 'node:assert/strict';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { checkFrames, startScan, writePoint } from './live.js';

const dataset = { path: '/d', dtype: 'int32', shape: [0], maxShape: [null], chunks: [4] };

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
      const error = await rejectsWithCode('NOT_SWMR_READABLE', () => data.refresh());
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
