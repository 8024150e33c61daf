import assert from 'node:assert/strict';
import { dtypes, isHdf5Error, type Dataset } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import type { DatasetSpec } from '../live-writer/writer-commands.js';
import type { DrivenWriter } from '../storage/test-storage.js';
import { checkFrames, startScan, writePoint } from './live.js';

type Layout = Omit<DatasetSpec, 'path' | 'shape'> & { readonly data: readonly unknown[] };

const values = [1, 2, 3, 4, 5, 6, 7, 8];

async function write(writer: DrivenWriter, how: 'create' | 'add', path: string, layout: Layout): Promise<void> {
  const { data, ...rest } = layout;
  const maxShape = rest.chunks === undefined ? {} : { maxShape: [null] };
  await writer.step({ do: how, path, datasets: [{ path: '/d', shape: [data.length], ...maxShape, ...rest }] });
  if (typeof rest.dtype === 'string') await writer.step({ do: 'write', dataset: '/d', data });
  await writer.step({ do: 'swmr' });
}

/** A dataset that was opened before its writer, between two times in SWMR mode, put another one in its place. */
async function replacedDataset(context: CaseContext, first: Layout, second: Layout): Promise<Dataset> {
  const path = await context.newPath();
  const writer = await context.writer();
  await write(writer, 'create', path, first);
  const dataset = await (await context.open(path, { swmr: true })).dataset('/d');
  await dataset.read();
  await writer.step({ do: 'reopen', mode: 'r+' });
  await writer.step({ do: 'delete', path: '/d' });
  await write(writer, 'add', path, second);
  return dataset;
}

const plain = (dtype: DatasetSpec['dtype']): Layout => ({ dtype, data: values });
const point = (second: string): DatasetSpec['dtype'] => [
  ['x', 'int32'],
  [second, 'float64'],
];
const otherDtypes: Readonly<Record<string, readonly [DatasetSpec['dtype'], DatasetSpec['dtype']]>> = {
  'another sign': ['int32', 'uint32'],
  'another size': ['int32', 'int16'],
  'another class': ['int32', 'float32'],
  'another byte order': ['int32', '>i4'],
  'other names of members': [point('y'), point('z')],
};

/** Files and datasets that others take the place of, and files that are open beside each other. */
export const liveReplacedCases = defineCases('live', {
  'a file that is replaced by another one is told at the next refresh': {
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
      for (let round = 0; round < 2; round++) {
        const error = await rejectsWithCode('FILE_REPLACED', () => data.refresh());
        assert.equal(error.file, path);
        await rejectsWithCode('FILE_REPLACED', () => file.refresh());
      }
      assert.deepEqual(data.shape, [3, 4, 6]);
      // The old file may still be read, or not any more; the new one is not mixed into it.
      try {
        await checkFrames(data, 3);
      } catch (error) {
        assert.ok(isHdf5Error(error) && error.code === 'FILE_REPLACED', String(error));
      }
      const again = await (await context.open(path, { swmr: true })).dataset('/entry/frames');
      await checkFrames(again, 1);
      await writePoint(second, 1);
      await again.refresh();
      await checkFrames(again, 2);
      await rejectsWithCode('FILE_REPLACED', () => data.refresh());
    },
  },

  'a file that is deleted is told at the next refresh': async (context) => {
    const path = await context.fixture('swmr-closed.h5');
    const file = await context.open(path, { swmr: true });
    const data = await file.dataset('/entry/data');
    await context.storage.remove(path);
    await rejectsWithCode('FILE_NOT_FOUND', () => data.refresh());
    await rejectsWithCode('FILE_NOT_FOUND', () => file.refresh());
    await rejectsWithCode('FILE_NOT_FOUND', () => context.open(path, { swmr: true }));
  },

  ...Object.fromEntries(
    Object.entries(otherDtypes).map(([name, [first, second]]) => [
      `a dataset that is replaced by one of another dtype is refused: ${name}`,
      {
        needs: 'writer' as const,
        run: async (context: CaseContext) => {
          const dataset = await replacedDataset(context, plain(first), plain(second));
          for (let round = 0; round < 2; round++) {
            const error = await rejectsWithCode('WRONG_DTYPE', () => dataset.refresh());
            assert.equal(error.object, '/d');
          }
          const found = await (await context.open(dataset.file.path, { swmr: true })).dataset('/d');
          await found.refresh();
          assert.notDeepEqual(found.dtype, dataset.dtype);
        },
      },
    ]),
  ),

  'a dataset that is replaced by one of the same dtype tells the new storage': {
    needs: 'writer',
    run: async (context) => {
      const layouts: readonly Layout[] = [
        { dtype: 'int32', data: values, chunks: [4], filters: ['gzip:4'] },
        { dtype: 'int32', data: values.toReversed(), chunks: [8] },
        { dtype: 'int32', data: [...values, 9], chunks: [3], filters: ['shuffle', 'gzip:1'] },
        { dtype: 'int32', data: [7] },
      ];
      const ids = [[1], [], [2, 1], []];
      for (const [i, first] of layouts.entries()) {
        const last = (i + 1) % layouts.length;
        const second = layouts[last] as Layout;
        const dataset = await replacedDataset(context, first, second);
        await dataset.refresh();
        const filters = dataset.filters.map(({ id }) => id);
        assert.deepEqual(filters, ids[last]);
        assert.deepEqual(dataset.chunks, second.chunks ?? null);
        assert.deepEqual(dataset.maxShape, second.chunks === undefined ? [second.data.length] : [null]);
        assert.deepEqual((await dataset.read()).data, Int32Array.from(second.data as number[]));
      }
    },
  },

  'a plain reader reads through a link, whatever opens and closes for SWMR reading beside it': async (context) => {
    const target = await context.newPath('target.h5');
    const master = target.replace('target.h5', 'master.h5');
    const other = await context.fixture('swmr-closed.h5');
    const writer = await context.open(target, { mode: 'w' });
    await writer.root.createDataset('d', { dtype: dtypes.int32, shape: [3], data: Int32Array.of(1, 2, 3) });
    await writer.close();
    const linking = await context.open(master, { mode: 'w' });
    await linking.root.createExternalLink('link', 'target.h5', '/d');
    await linking.close();
    const plainReader = await context.open(master);
    const reads = async (when: string): Promise<void> => {
      const linked = await plainReader.dataset('/link', 'int32');
      assert.deepEqual((await linked.read()).data, Int32Array.of(1, 2, 3), when);
    };
    const kept = await plainReader.dataset('/link', 'int32');
    for (let round = 0; round < 3; round++) {
      await reads('before');
      const beside = await context.open(other, { swmr: true });
      assert.deepEqual((await (await beside.dataset('/entry/keys', 'int32')).read([0])).data, Int32Array.of(1));
      await reads('while another file is open for SWMR reading');
      await beside.refresh();
      await reads('after its refresh');
      await beside.close();
      await reads('after it was closed');
      const direct = await context.open(target);
      assert.deepEqual((await (await direct.dataset('/d', 'int32')).read([2])).data, Int32Array.of(3));
      await reads('while its target is open too');
      await direct.close();
      assert.deepEqual((await kept.read()).data, Int32Array.of(1, 2, 3));
    }
  },
});
