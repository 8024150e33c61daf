import assert from 'node:assert/strict';
import type { Dataset } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import type { DatasetSpec } from '../live-writer/writer-commands.js';
import type { DrivenWriter } from '../storage/test-storage.js';

const rounds = 12;
/** Refreshes in close succession are where a backend may do less than a whole one. */
const refreshes = 3;
const perRound = 40;

const growing = { shape: [0], maxShape: [null], chunks: [16] };
const plain: DatasetSpec = { path: '/plain', dtype: 'int32', ...growing };
const filtered: DatasetSpec = { path: '/filtered', dtype: 'int32', ...growing, filters: ['shuffle', 'gzip:4'] };
const texts: DatasetSpec = { path: '/texts', dtype: 'string', ...growing };

async function refreshOften(...datasets: readonly Dataset[]): Promise<void> {
  for (let i = 0; i < refreshes; i++) for (const dataset of datasets) await dataset.refresh();
}

function numbers(start: number, stop: number, step = 1): Int32Array {
  return Int32Array.from({ length: Math.ceil((stop - start) / step) }, (_, i) => start + i * step + 1);
}

/** Element i of each becomes i + 1, up to the end of a round. */
async function grow(writer: DrivenWriter, path: string, round: number): Promise<number> {
  const [from, to] = [(round - 1) * perRound, round * perRound];
  await writer.step({ do: 'resize', dataset: path, shape: [to] });
  await writer.step({ do: 'write', dataset: path, selection: [[from, to]], data: [...numbers(from, to)] });
  await writer.step({ do: 'flush', dataset: path });
  return to;
}

/** Reads in ways that a backend may serve in different ways: in one piece, scattered, single, and by turns. */
async function checkNumbers(dataset: Dataset, count: number): Promise<void> {
  assert.deepEqual(dataset.shape, [count], dataset.path);
  const read = async (start: number, stop: number, step = 1): Promise<void> => {
    const { data } = await dataset.read([[start, stop, step]]);
    assert.deepEqual(data, numbers(start, stop, step), `${dataset.path}: ${start} to ${stop} by ${step} of ${count}`);
  };
  await read(count - 1, count);
  await read(0, count, 3);
  await read(count - perRound, count);
  await read(count - perRound, count, 7);
  await read(0, count);
}

/** Many refreshes of what a writer lets grow. */
export const liveRefreshCases = defineCases('live', {
  'extents and elements fit together after each of many refreshes, however they are read': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      // More than an object header has room for when it is created.
      const attributes = Array.from({ length: 12 }, (_, i) => ({
        path: plain.path,
        name: `attribute ${i}`,
        value: `what is told of it, at length: ${i}`,
      }));
      await writer.step({ do: 'create', path, datasets: [plain, filtered, texts], attributes });
      await writer.step({ do: 'swmr' });
      const file = await context.open(path, { swmr: true });
      const opened = [await file.dataset(plain.path), await file.dataset(filtered.path)] as const;
      const neighbour = await file.dataset(texts.path);
      for (let round = 1; round <= rounds; round++) {
        const count = await grow(writer, plain.path, round);
        await grow(writer, filtered.path, round);
        await writer.step({ do: 'resize', dataset: texts.path, shape: [round] });
        await writer.step({ do: 'write', dataset: texts.path, selection: [round - 1], value: `text ${round}` });
        await writer.step({ do: 'flush' });
        await refreshOften(...opened);
        for (const dataset of opened) await checkNumbers(dataset, count);
        if (round % 3 === 0) {
          await neighbour.refresh();
          const { data } = await neighbour.read();
          const wanted = Array.from({ length: round }, (_, i) => `text ${i + 1}`);
          assert.deepEqual(data, wanted);
        }
        const attribute = await opened[0].attributes.get('attribute 11');
        assert.deepEqual(attribute.data, ['what is told of it, at length: 11']);
        // One opened later shows no less than the one that was refreshed.
        const later = await file.dataset(plain.path);
        await checkNumbers(later, count);
      }
    },
  },

  'several users of a file refresh by turns, and each sees what it refreshed': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      await writer.step({ do: 'create', path, datasets: [plain] });
      await writer.step({ do: 'swmr' });
      const datasets: Dataset[] = [];
      for (let i = 0; i < 3; i++) datasets.push(await (await context.open(path, { swmr: true })).dataset(plain.path));
      const seen = datasets.map(() => 0);
      for (let round = 1; round <= rounds; round++) {
        const count = await grow(writer, plain.path, round);
        const turn = round % datasets.length;
        await refreshOften(datasets[turn] as Dataset);
        seen[turn] = count;
        for (const [user, dataset] of datasets.entries()) {
          if ((seen[user] as number) > 0) await checkNumbers(dataset, seen[user] as number);
          else assert.deepEqual(dataset.shape, [0]);
        }
      }
    },
  },

  'a file that is replaced between two refreshes is noticed by the next one': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      await writer.step({ do: 'create', path, datasets: [plain] });
      await writer.step({ do: 'swmr' });
      const dataset = await (await context.open(path, { swmr: true })).dataset(plain.path);
      await grow(writer, plain.path, 1);
      await refreshOften(dataset);
      await checkNumbers(dataset, perRound);
      await writer.step({ do: 'close' });
      await context.storage.remove(path);
      await rejectsWithCode('FILE_NOT_FOUND', () => dataset.refresh());
      await writer.step({ do: 'create', path, datasets: [plain] });
      await writer.step({ do: 'swmr' });
      await rejectsWithCode('FILE_REPLACED', () => dataset.refresh());
    },
  },

  'a dataset that is made anew by a writer that comes back is found before long': {
    needs: 'python',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      await writer.step({ do: 'create', path, datasets: [plain, filtered] });
      await writer.step({ do: 'swmr' });
      const dataset = await (await context.open(path, { swmr: true })).dataset(plain.path);
      await grow(writer, plain.path, 1);
      await refreshOften(dataset);
      await checkNumbers(dataset, perRound);
      await writer.step({ do: 'reopen', mode: 'r+' });
      await writer.step({ do: 'delete', path: plain.path });
      await writer.step({
        do: 'add',
        datasets: [
          { ...filtered, path: '/between' },
          { ...plain, chunks: [8] },
        ],
      });
      await writer.step({ do: 'swmr' });
      await grow(writer, plain.path, 1);
      await grow(writer, plain.path, 2);
      while (dataset.shape?.[0] !== 2 * perRound) await dataset.refresh();
      assert.deepEqual(dataset.chunks, [8]);
      await checkNumbers(dataset, 2 * perRound);
    },
  },
});
