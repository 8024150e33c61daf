import assert from 'node:assert/strict';
import type { Dataset, Hdf5File } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import { framePattern } from '../live-writer/frame-pattern.js';
import type { DatasetSpec } from '../live-writer/writer-commands.js';
import type { DrivenWriter } from '../storage/test-storage.js';

const frameShape = [4, 6];
const frames = { path: '/entry/frames', dtype: 'uint16', shape: [0, 4, 6], maxShape: [null, 4, 6], chunks: [1, 4, 6] };
const keys = { path: '/entry/keys', dtype: 'int32', shape: [0, 1, 1], maxShape: [null, 1, 1], chunks: [16, 1, 1] };

/** A writer in SWMR mode, at a file with frames and keys that grow. */
export async function startScan(context: CaseContext, path: string): Promise<DrivenWriter> {
  const writer = await context.writer();
  await writer.step({ do: 'create', path, datasets: [frames, keys] });
  await writer.step({ do: 'swmr' });
  return writer;
}

/** Writes one more frame and then its key, each flushed. */
export async function writePoint(writer: DrivenWriter, index: number): Promise<void> {
  await writer.step({ do: 'resize', dataset: frames.path, shape: [index + 1, ...frameShape] });
  await writer.step({ do: 'write', dataset: frames.path, selection: [index], value: 'frame', index });
  await writer.step({ do: 'flush', dataset: frames.path });
  await writer.step({ do: 'resize', dataset: keys.path, shape: [index + 1, 1, 1] });
  await writer.step({ do: 'write', dataset: keys.path, selection: [index], value: index + 1 });
  await writer.step({ do: 'flush', dataset: keys.path });
}

/** Asserts that a dataset holds exactly the first frames, each with its values. */
export async function checkFrames(dataset: Dataset, count: number): Promise<void> {
  assert.deepEqual(dataset.shape, [count, ...frameShape]);
  for (let index = 0; index < count; index++) {
    const { data } = await dataset.read([index]);
    assert.deepEqual(data, framePattern(index, frameShape, 'uint16'), `frame ${index} of ${count}`);
  }
}

async function checkKeys(dataset: Dataset, count: number): Promise<void> {
  assert.deepEqual(dataset.shape, [count, 1, 1]);
  const { data } = await dataset.read();
  assert.deepEqual(
    data,
    Int32Array.from({ length: count }, (_, i) => i + 1),
  );
}

async function openScan(context: CaseContext, path: string): Promise<{ file: Hdf5File; data: Dataset; key: Dataset }> {
  const file = await context.open(path, { swmr: true });
  return { file, data: await file.dataset(frames.path), key: await file.dataset(keys.path) };
}

async function checkRewritten(
  context: CaseContext,
  layout: Pick<DatasetSpec, 'maxShape' | 'chunks'>,
  writtenBefore: boolean,
): Promise<void> {
  const path = await context.newPath();
  const writer = await context.writer();
  await writer.step({ do: 'create', path, datasets: [{ path: '/d', dtype: 'int32', shape: [3], ...layout }] });
  if (writtenBefore) await writer.step({ do: 'write', dataset: '/d', data: [0, 0, 0] });
  await writer.step({ do: 'swmr' });
  const dataset = await (await context.open(path, { swmr: true })).dataset('/d', 'int32');
  assert.deepEqual((await dataset.read()).data, Int32Array.of(0, 0, 0));
  for (let round = 1; round <= 6; round++) {
    await writer.step({ do: 'write', dataset: '/d', selection: [1], value: round });
    await writer.step({ do: 'flush', dataset: '/d' });
    await dataset.refresh();
    assert.deepEqual((await dataset.read()).data, Int32Array.of(0, round, 0), `round ${round}`);
  }
}

/** Reading what a writer is writing: values, not only shapes. */
export const liveCases = defineCases('live', {
  'a growing dataset shows each frame after a refresh': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const { data } = await openScan(context, path);
      for (let index = 0; index < 8; index++) {
        await writePoint(writer, index);
        assert.deepEqual(data.shape, [index, ...frameShape], 'the shape changes with a refresh and not by itself');
        await data.refresh();
        await checkFrames(data, index + 1);
      }
    },
  },

  'two datasets of one file show their values, refresh after refresh': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const { data, key } = await openScan(context, path);
      for (let index = 0; index < 8; index++) {
        await writePoint(writer, index);
        await key.refresh();
        await checkKeys(key, index + 1);
        await data.refresh();
        await checkFrames(data, index + 1);
        await checkKeys(key, index + 1);
      }
    },
  },

  'a key that is seen has its frame, when the frame is read after it': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const { data, key } = await openScan(context, path);
      for (let index = 0; index < 5; index++) {
        await data.refresh();
        await writePoint(writer, index);
        await key.refresh();
        assert.deepEqual((await key.read([index])).data, Int32Array.of(index + 1));
        await data.refresh();
        assert.deepEqual((await data.read([index])).data, framePattern(index, frameShape, 'uint16'));
      }
    },
  },

  'what is not flushed is not seen': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      const dataset = { path: '/d', dtype: 'int32', shape: [4], maxShape: [null], chunks: [4] };
      await writer.step({ do: 'create', path, datasets: [dataset] });
      await writer.step({ do: 'swmr' });
      const reader = await (await context.open(path, { swmr: true })).dataset('/d', 'int32');
      await writer.step({ do: 'resize', dataset: '/d', shape: [6] });
      await writer.step({ do: 'write', dataset: '/d', data: [1, 2, 3, 4, 5, 6] });
      await reader.refresh();
      assert.deepEqual(reader.shape, [4]);
      await writer.step({ do: 'flush', dataset: '/d' });
      await reader.refresh();
      assert.deepEqual(reader.shape, [6]);
      assert.deepEqual((await reader.read()).data, Int32Array.of(1, 2, 3, 4, 5, 6));
    },
  },

  'rewritten elements of a chunked dataset show their new values': {
    needs: 'writer',
    run: (context) => checkRewritten(context, { maxShape: [null], chunks: [2] }, false),
  },

  'rewritten elements of a contiguous dataset show their new values': {
    needs: 'writer',
    run: (context) => checkRewritten(context, {}, true),
  },

  // The usual `finished` flag. Its place in the file is taken when it is first written, which is beyond the end that the
  // superblock remembers from before SWMR mode.
  'a contiguous dataset that is first written in SWMR mode shows its values': {
    needs: 'writer',
    run: (context) => checkRewritten(context, {}, false),
  },

  'compressed frames show their values': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      await writer.step({ do: 'create', path, datasets: [{ ...frames, filters: ['shuffle', 'gzip:4'] }, keys] });
      await writer.step({ do: 'swmr' });
      const { data } = await openScan(context, path);
      for (let index = 0; index < 6; index++) {
        await writePoint(writer, index);
        await data.refresh();
        await checkFrames(data, index + 1);
      }
    },
  },

  'two handles on one dataset show the same values': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const { file, data } = await openScan(context, path);
      const second = await file.dataset(frames.path);
      for (let index = 0; index < 8; index++) {
        await writePoint(writer, index);
        await data.refresh();
        await checkFrames(data, index + 1);
        await second.refresh();
        await checkFrames(second, index + 1);
        await checkFrames(data, index + 1);
      }
    },
  },

  'two openings of one file show the same values': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const opened = [await openScan(context, path), await openScan(context, path)];
      for (let index = 0; index < 8; index++) {
        await writePoint(writer, index);
        for (const { data, key } of opened) {
          await key.refresh();
          await checkKeys(key, index + 1);
          await data.refresh();
          await checkFrames(data, index + 1);
        }
      }
      await opened[0]?.file.close();
      await writePoint(writer, 8);
      await opened[1]?.data.refresh();
      await checkFrames(opened[1]?.data as Dataset, 9);
    },
  },

  'who opens a file again sees it as it is now, and the first opening what it saw': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const first = await openScan(context, path);
      for (let index = 0; index < 6; index++) {
        await writePoint(writer, index);
        const second = await openScan(context, path);
        await checkFrames(second.data, index + 1);
        await checkKeys(second.key, index + 1);
        await checkFrames(first.data, index);
        if (index % 2 === 0) await second.file.close();
        await checkFrames(first.data, index);
        await first.data.refresh();
        await checkFrames(first.data, index + 1);
      }
      await checkKeys(first.key, 0);
      await first.key.refresh();
      await checkKeys(first.key, 6);
    },
  },

  'the slow reader of two does not hold back the other': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const fast = await openScan(context, path);
      const slow = await openScan(context, path);
      for (let index = 0; index < 9; index++) {
        await writePoint(writer, index);
        await fast.data.refresh();
        await checkFrames(fast.data, index + 1);
        if (index % 4 !== 3) continue;
        await slow.data.refresh();
        await checkFrames(slow.data, index + 1);
      }
    },
  },

  'a dataset that shrinks is seen to shrink': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      for (let index = 0; index < 4; index++) await writePoint(writer, index);
      const { data } = await openScan(context, path);
      await checkFrames(data, 4);
      await writer.step({ do: 'resize', dataset: frames.path, shape: [2, ...frameShape] });
      await writer.step({ do: 'flush', dataset: frames.path });
      await data.refresh();
      await checkFrames(data, 2);
      await rejectsWithCode('OUT_OF_RANGE', () => data.read([2]));
      await writer.step({ do: 'resize', dataset: frames.path, shape: [3, ...frameShape] });
      await writer.step({ do: 'flush', dataset: frames.path });
      await data.refresh();
      assert.deepEqual((await data.read([2])).data, new Uint16Array(24));
    },
  },

  'two hundred refreshes keep the values right': {
    needs: 'writer',
    timeoutMs: 60_000,
    run: async (context) => {
      const path = await context.newPath();
      const writer = await startScan(context, path);
      const { file, data, key } = await openScan(context, path);
      for (let round = 0; round < 200; round++) {
        if (round % 10 === 0) await writePoint(writer, round / 10);
        const count = Math.floor(round / 10) + 1;
        await key.refresh();
        await data.refresh();
        if (round % 50 === 49) await file.refresh();
        await checkKeys(key, count);
        assert.deepEqual(data.shape, [count, ...frameShape]);
        const index = (7 * round) % count;
        assert.deepEqual((await data.read([index])).data, framePattern(index, frameShape, 'uint16'), `round ${round}`);
      }
      await checkFrames(data, 20);
    },
  },
});
