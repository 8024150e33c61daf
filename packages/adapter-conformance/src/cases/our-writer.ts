import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readFile } from 'node:fs/promises';
import { VariableLength, deflate, dtypes, type CreateDatasetOptions } from '@h5tail/adapter';
import { creationCapabilities } from '@h5tail/adapter/implementation';
import { dtypeSamples } from '../assertions/dtype-samples.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import { compareWithGolden } from '../golden/compare-golden.js';
import type { Golden } from '../golden/golden.js';
import { framePattern, messagePattern } from '../live-writer/frame-pattern.js';

const run = promisify(execFile);

/** HDF5's own tool reads every element of the file, or this rejects with what the tool says. */
async function h5dumpAccepts(path: string): Promise<string> {
  const { stdout, stderr } = await run('h5dump', [path], { maxBuffer: 2 ** 28 });
  assert.equal(stderr, '', 'h5dump complains');
  return stdout;
}

/** Compares what h5py finds in a file with what the adapter itself reads from it. */
async function h5pyAgrees(context: CaseContext, path: string): Promise<Golden> {
  const reader = await context.reader();
  const { golden } = await reader.step({ do: 'describe', path });
  const found = golden as Golden;
  await compareWithGolden(await context.open(path), found.objects, context.filters);
  return found;
}

/** Files that the adapter writes, read by h5py and by HDF5's own tool. */
export const ourWriterCases = defineCases('our-writer', {
  'h5py follows a scan that grows': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'w' });
      const grow = (maxShape: (number | null)[], chunks: number[]) => ({
        shape: [0, ...maxShape.slice(1)] as number[],
        maxShape,
        chunks,
      });
      const frames = await file.root.createDataset('entry/frames', {
        dtype: dtypes.uint16,
        ...grow([null, 8, 9], [1, 8, 9]),
      });
      const keys = await file.root.createDataset('entry/keys', {
        dtype: dtypes.int32,
        ...grow([null, 1, 1], [32, 1, 1]),
      });
      const finished = await file.root.createDataset('entry/finished', { dtype: dtypes.int32, shape: [1] });
      await file.startSwmrWrite();
      const reader = await context.reader();
      await reader.step({ do: 'open', path });
      for (let index = 0; index < 25; index++) {
        await frames.resize([index + 1, 8, 9]);
        await frames.write([index], framePattern(index, [8, 9], 'uint16'));
        await frames.flush();
        await keys.resize([index + 1, 1, 1]);
        await keys.write([index], Int32Array.of(index + 1));
        await keys.flush();
        const key = await reader.step({ do: 'read', dataset: '/entry/keys', selection: [index], refresh: true });
        assert.deepEqual(key.data, [index + 1]);
        const frame = await reader.step({ do: 'read', dataset: '/entry/frames', selection: [index], refresh: true });
        assert.deepEqual(frame.data, [...framePattern(index, [8, 9], 'uint16')], `frame ${index}`);
      }
      await finished.write(null, Int32Array.of(1));
      await finished.flush();
      assert.deepEqual((await reader.step({ do: 'read', dataset: '/entry/finished', refresh: true })).data, [1]);
      await reader.step({ do: 'close' });
      await file.close();
      await h5dumpAccepts(path);
      await h5pyAgrees(context, path);
    },
  },

  'h5py follows compressed frames, and a preallocated dataset': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'w' });
      const packed = await file.root.createDataset('packed', {
        dtype: dtypes.float32,
        shape: [0, 16],
        maxShape: [null, 16],
        chunks: [1, 16],
        filters: [deflate(4)],
      });
      const whole = await file.root.createDataset('whole', { dtype: dtypes.int64, shape: [10, 4], chunks: [1, 4] });
      await file.startSwmrWrite();
      const reader = await context.reader();
      await reader.step({ do: 'open', path });
      for (let index = 0; index < 10; index++) {
        await packed.resize([index + 1, 16]);
        await packed.write([index], framePattern(index, [16], 'float32'));
        await packed.flush();
        await whole.write([index], framePattern(index, [4], 'int64'));
        await whole.flush();
        const row = await reader.step({ do: 'read', dataset: '/packed', selection: [index], refresh: true });
        assert.deepEqual(row.data, [...framePattern(index, [16], 'float32')]);
        const other = await reader.step({ do: 'read', dataset: '/whole', selection: [index], refresh: true });
        assert.deepEqual(other.data, Array.from(framePattern(index, [4], 'int64'), String));
      }
      await file.close();
      await h5dumpAccepts(path);
    },
  },

  'h5py reads the messages that are appended': {
    needs: 'python',
    run: async (context) => {
      const skeleton = await readFile(await context.fixture('skeleton-messages.h5'));
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'w', skeleton });
      const messages = await file.dataset('/msgs', 'variable-length');
      const headers = await file.dataset('/msg_headers', 'compound');
      await file.startSwmrWrite();
      const wanted: number[][] = [];
      for (let round = 0; round < 4; round++) {
        const batch = Array.from({ length: 30 }, (_, i) => messagePattern(30 * round + i, (7 * i) % 50));
        wanted.push(...batch.map((bytes) => [...bytes]));
        await messages.resize([wanted.length]);
        await messages.write([[wanted.length - 30, wanted.length]], VariableLength.ofBytes(batch));
        await headers.resize([wanted.length]);
        await headers.write(
          [[wanted.length - 30, wanted.length]],
          new Map([['io_groups', new Uint8Array(30).fill(round)]]),
        );
        await file.flush();
        // h5py has to open the file anew: a refresh does not find a heap beyond the old end of the file.
        const reader = await context.reader();
        await reader.step({ do: 'open', path });
        assert.deepEqual((await reader.step({ do: 'read', dataset: '/msgs' })).data, wanted, `round ${round}`);
        await reader.step({ do: 'close' });
      }
      await file.close();
      await h5dumpAccepts(path);
      await h5pyAgrees(context, path);
    },
  },

  'h5py finds every dtype as it was written': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'w' });
      const { capabilities } = context.adapter;
      const claimed = dtypeSamples.filter(({ dtype }) =>
        creationCapabilities(dtype).every((name) => capabilities[name]),
      );
      for (const { name, dtype, count, data } of claimed) {
        await file.root.createDataset(`datasets/${name}`, { dtype, shape: [count], data } as CreateDatasetOptions);
        if (dtype.class !== 'variable-length') await file.root.attributes.set(name, data as never, { dtype });
      }
      await file.root.createDataset('single', { dtype: dtypes.string, shape: [], data: ['grüße'] });
      await file.root.attributes.set('text', 'grüße');
      await file.root.attributes.set('texts', ['a', '', '日本']);
      await file.root.createSoftLink('links/soft', '/single');
      await file.root.createHardLink('links/hard', '/single');
      await file.root.createExternalLink('links/external', 'other.h5', '/x');
      await file.close();
      await h5dumpAccepts(path);
      const golden = await h5pyAgrees(context, path);
      assert.deepEqual(golden.superblock, { version: 3, writerFlags: 0 });
      assert.equal(golden.objects.length, claimed.length + 5);
    },
  },

  'h5py finds what was resized, deleted and written in parts': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'w' });
      const options = {
        dtype: dtypes.int32,
        shape: [6, 6],
        maxShape: [null, null],
        chunks: [4, 4],
        filters: [deflate(1)],
      };
      const dataset = await file.root.createDataset('d', options);
      await dataset.write(
        [
          [0, 6, 2],
          [1, 5],
        ],
        Int32Array.from({ length: 12 }, (_, i) => i + 1),
      );
      await dataset.resize([5, 4]);
      await dataset.resize([7, 5]);
      await dataset.write([6], Int32Array.of(-1, -2, -3, -4, -5));
      for (const name of ['a', 'b', 'c']) await file.root.attributes.set(name, name);
      await file.root.attributes.delete('b');
      await file.close();
      await h5dumpAccepts(path);
      const golden = await h5pyAgrees(context, path);
      const found = golden.objects.find((object) => object.path === '/d') as unknown as { data: number[] };
      assert.deepEqual(found.data.slice(0, 5), [0, 1, 2, 3, 0]);
      assert.deepEqual(found.data.slice(-5), [-1, -2, -3, -4, -5]);
    },
  },
});
