import { Hdf5Error } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan, type Interceptor } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { ChunkFollower, type ChunkFollowerOptions } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';
import { storedChunks, type ChunkQuestions } from './stored-chunks.js';

interface Fixture {
  readonly live: MemoryScan;
  readonly clock: SimulatedClock;
  readonly follower: ChunkFollower;
  readonly questions: ChunkQuestions;
  /** Start and stop of every window. */
  readonly windows: () => Promise<number[][]>;
}

type Options = Partial<Omit<ChunkFollowerOptions, 'keys' | 'finished'>>;

/** Follows all datasets but those called `key…`, which are keys, and `finished`. */
async function follow(
  plans: Record<string, DatasetPlan>,
  options: Options = {},
  interceptor: Interceptor = {},
): Promise<Fixture> {
  const questions: ChunkQuestions = [];
  const live = await MemoryScan.create(plans, storedChunks(questions, interceptor));
  const names = Object.keys(plans);
  const keys = await live.datasets(...names.filter((name) => name.startsWith('key')));
  const datasets = await live.datasets(...names.filter((name) => !name.startsWith('key') && name !== 'finished'));
  const clock = new SimulatedClock();
  const follower = new ChunkFollower({
    datasets,
    keys,
    ...(names.includes('finished') ? { finished: await live.dataset('finished') } : {}),
    clock,
    ...options,
  });
  const windows = async (): Promise<number[][]> => (await collect(follower)).map(({ start, stop }) => [start, stop]);
  return { live, clock, follower, questions, windows };
}

/** Sets all elements of rows `start` to `stop - 1`; the dataset grows as far as that takes. */
async function write(live: MemoryScan, name: string, start: number, stop: number): Promise<void> {
  const dataset = await live.writer.dataset(name, 'int32');
  const [extent = 0, ...others] = dataset.shape ?? [];
  if (extent < stop) await dataset.resize([stop, ...others]);
  const size = others.reduce((product, length) => product * length, stop - start);
  await dataset.write([[start, stop]], new Int32Array(size).fill(1));
  await dataset.flush();
}

const chunkOfTen = { chunks: [10, 4, 5] };
const endless = { shape: [0, 4, 5], maxShape: [null, 4, 5], ...chunkOfTen };

describe('windows', () => {
  it('of 25 frames in chunks of 10 are of 10, 10 and 5', async () => {
    const { live, follower } = await follow({ data: { shape: [25, 4, 5], ...chunkOfTen } });
    await write(live, 'data', 0, 25);
    expect(await collect(follower)).toEqual([
      { window: 0, index: 0, start: 0, stop: 10 },
      { window: 1, index: 10, start: 10, stop: 20 },
      { window: 2, index: 20, start: 20, stop: 25 },
    ]);
    expect([follower.windowLength, follower.maxShape]).toEqual([10, [25]]);
    expect([follower.ready, follower.position, follower.isComplete]).toEqual([25, 25, true]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('of a preallocated dataset wait for their chunk', async () => {
    const { live, clock, follower, windows } = await follow({ data: { shape: [40, 4, 5], ...chunkOfTen } });
    for (const chunk of upTo(3)) clock.at(100 * chunk, () => write(live, 'data', 10 * chunk, 10 * chunk + 10));
    expect(await windows()).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
    ]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 30 });
  });

  it('of a growing dataset wait for their last element', async () => {
    const { live, clock, windows, follower } = await follow({ data: endless }, { timeoutMs: 500 });
    for (const frame of upTo(25)) clock.at(10 * frame, () => write(live, 'data', frame, frame + 1));
    const times: number[] = [];
    for await (const { stop } of follower) times.push(Math.round(clock.now()) - 10 * (stop - 1));
    // Each came with its tenth frame.
    expect(times).toEqual([0, 0]);
    expect([follower.end, follower.maxShape]).toEqual([{ reason: 'idle-timeout', missing: 20 }, [null]]);
    expect(await windows()).toEqual([]);
  });

  it.each(['finished', 'closed'] as const)(
    'that are left when the writer is done are handed out shorter: %s',
    async (reason) => {
      const { live, clock, windows, follower } = await follow({ data: endless, finished: { shape: [1] } });
      await write(live, 'data', 0, 25);
      clock.at(100, () => (reason === 'closed' ? live.writer.close() : live.fill('finished', [1])));
      expect(await windows()).toEqual([
        [0, 10],
        [10, 20],
        [20, 25],
      ]);
      expect(follower.end).toEqual({ reason });
    },
  );

  it('that are left do not contain chunks that were never written', async () => {
    const { live, windows, follower } = await follow(
      { data: { shape: [40, 4, 5], ...chunkOfTen } },
      { windowLength: 20 },
    );
    await write(live, 'data', 0, 10);
    await live.writer.close();
    expect(await windows()).toEqual([[0, 10]]);
    expect(follower.end).toMatchObject({ reason: 'closed', missing: 10 });
  });

  it('that are left are kept where a closed file is no end', async () => {
    const { live, windows, follower } = await follow({ data: endless }, { endWhenClosed: false, timeoutMs: 100 });
    await write(live, 'data', 0, 15);
    await live.writer.close();
    expect(await windows()).toEqual([[0, 10]]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 10 });
  });

  it('go on from a shorter one to the end of its window', async () => {
    const { live, windows } = await follow({ data: endless, finished: { shape: [1] } });
    await write(live, 'data', 0, 15);
    await live.fill('finished', [1]);
    expect(await windows()).toEqual([
      [0, 10],
      [10, 15],
    ]);
    await write(live, 'data', 15, 22);
    expect(await windows()).toEqual([
      [15, 20],
      [20, 22],
    ]);
  });

  it('are as long as the chunks of all datasets need', async () => {
    const { live, follower, windows } = await follow(
      {
        a: { shape: [30, 4], chunks: [4, 4] },
        b: { shape: [30], chunks: [6] },
        c: { shape: [28], maxShape: [100], chunks: [2] },
      },
      { timeoutMs: 0 },
    );
    expect([follower.windowLength, follower.maxShape]).toEqual([12, [30]]);
    await write(live, 'a', 0, 30);
    await write(live, 'b', 0, 24);
    await write(live, 'c', 0, 26);
    expect(await windows()).toEqual([
      [0, 12],
      [12, 24],
    ]);
    await write(live, 'b', 24, 30);
    await write(live, 'c', 26, 30);
    expect(await windows()).toEqual([[24, 30]]);
  });

  it('are of the length that is given, in step with chunks or not', async () => {
    const { live, windows } = await follow({ data: { shape: [20], chunks: [8] } }, { windowLength: 6, timeoutMs: 0 });
    await write(live, 'data', 0, 8);
    expect(await windows()).toEqual([[0, 6]]);
    await write(live, 'data', 8, 16);
    expect(await windows()).toEqual([[6, 12]]);
    await write(live, 'data', 16, 20);
    expect(await windows()).toEqual([
      [12, 18],
      [18, 20],
    ]);
  });

  it('need all chunks along the other axes', async () => {
    const { live, windows } = await follow({ data: { shape: [8, 5, 4], chunks: [4, 2, 4] } }, { timeoutMs: 0 });
    const data = await live.writer.dataset('data', 'int32');
    const fill = async (rows: [number, number], columns: [number, number]): Promise<void> => {
      await data.write([rows, columns], new Int32Array((rows[1] - rows[0]) * (columns[1] - columns[0]) * 4).fill(1));
      await data.flush();
    };
    await fill([0, 4], [0, 4]);
    await fill([4, 8], [0, 5]);
    expect(await windows()).toEqual([]);
    await fill([0, 4], [4, 5]);
    expect(await windows()).toEqual([
      [0, 4],
      [4, 8],
    ]);
  });

  it('start over where a fast axis gets more chunks, so that none is taken for another', async () => {
    const { live, follower, questions, windows } = await follow(
      { data: { shape: [5, 8, 8], maxShape: [null, null, null], chunks: [5, 4, 4] } },
      { timeoutMs: 0 },
    );
    const data = await live.writer.dataset('data', 'int32');
    const fill = async (row: number, column: number): Promise<void> => {
      await data.write([null, [row, row + 4], [column, column + 4]], new Int32Array(80).fill(1));
      await data.flush();
    };
    for (const [row, column] of [
      [0, 0],
      [0, 4],
      [4, 0],
    ] as const)
      await fill(row, column);
    expect(await windows()).toEqual([]);
    await live.resize('data', [5, 8, 12]);
    await fill(4, 4);
    await fill(4, 8);
    expect(await windows()).toEqual([]);
    expect([questions.at(-1), follower.ready]).toEqual(['/data 0,0,8', 0]);
    await fill(0, 8);
    expect(await windows()).toEqual([[0, 5]]);
  });

  it('of several chunks start over with the first of them', async () => {
    const { live, windows } = await follow(
      { data: { shape: [8, 4], maxShape: [8, null], chunks: [4, 4] } },
      { timeoutMs: 0, windowLength: 8 },
    );
    await write(live, 'data', 0, 4);
    expect(await windows()).toEqual([]);
    await live.resize('data', [8, 8]);
    await write(live, 'data', 4, 8);
    expect(await windows()).toEqual([]);
    await write(live, 'data', 0, 4);
    expect(await windows()).toEqual([[0, 8]]);
  });

  it('of a dataset without chunks go by its extents', async () => {
    const { windows, follower } = await follow({ data: { shape: [25, 3] } }, { windowLength: 10 });
    expect(await windows()).toEqual([
      [0, 10],
      [10, 20],
      [20, 25],
    ]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('of a virtual dataset go by its extents too, and by the chunks of the others', async () => {
    const plans = { data: { shape: [12, 3], chunks: [12, 3] }, other: { shape: [12], chunks: [4] } };
    const { live, follower, windows } = await follow(
      plans,
      { timeoutMs: 0 },
      {
        dataset: (dataset) => (dataset.path === '/data' ? { isVirtual: true, chunks: null } : {}),
      },
    );
    expect(follower.windowLength).toBe(4);
    await write(live, 'other', 0, 8);
    expect(await windows()).toEqual([
      [0, 4],
      [4, 8],
    ]);
  });
});

describe('windows with keys', () => {
  it('wait for the keys of all their points', async () => {
    const { live, windows } = await follow(
      { data: { shape: [20, 4, 5], ...chunkOfTen }, key: { shape: [20, 1, 1] } },
      { timeoutMs: 0 },
    );
    await write(live, 'data', 0, 20);
    await live.fill('key', ones(9, 20));
    expect(await windows()).toEqual([]);
    await live.fill('key', ones(13, 20));
    expect(await windows()).toEqual([[0, 10]]);
    await live.writer.close();
    expect(await windows()).toEqual([[10, 13]]);
  });

  it('count the rows of a grid', async () => {
    const { live, windows } = await follow(
      { data: { shape: [6, 4, 2], chunks: [2, 4, 2] }, key: { shape: [6, 4, 1] } },
      { timeoutMs: 0, from: 2 },
    );
    await write(live, 'data', 0, 6);
    await live.fill('key', [...ones(8, 8).map(() => 0), ...ones(9, 16)]);
    expect(await windows()).toEqual([[2, 4]]);
  });

  it('refresh the data after the keys', async () => {
    const log: string[] = [];
    const { live, follower } = await follow(
      { data: { shape: [2], chunks: [2] }, key: { shape: [2] } },
      { timeoutMs: 0 },
      {
        dataset: (dataset) => ({
          refresh: () => {
            log.push(dataset.path);
            return dataset.refresh();
          },
        }),
      },
    );
    await live.fill('key', [1, 1]);
    await follower.refresh();
    expect(log).toEqual(['/key', '/data']);
  });

  it('end with the shorter of them', async () => {
    const { follower } = await follow({
      data: { shape: [0], maxShape: [null], chunks: [10] },
      key: { shape: [15] },
    });
    expect(follower.maxShape).toEqual([15]);
  });
});

describe('questions for chunks', () => {
  it('come about once for each, however often it is polled', async () => {
    const { live, follower, questions } = await follow({ data: { shape: [400, 6], chunks: [4, 2] } });
    for (let chunk = 0; chunk < 100; chunk++) {
      await write(live, 'data', 4 * chunk, 4 * chunk + 4);
      await follower.refresh();
    }
    expect(follower.isComplete).toBe(true);
    expect(questions.length).toBeLessThanOrEqual(300 + 100);
    expect(new Set(questions).size).toBe(300);
  });

  it('are one per poll that finds nothing', async () => {
    const { live, follower, questions } = await follow({ data: { shape: [400, 6], chunks: [4, 6] } });
    await write(live, 'data', 0, 40);
    await follower.refresh();
    questions.length = 0;
    for (let poll = 0; poll < 50; poll++) await follower.refresh();
    expect(questions).toEqual(Array.from({ length: 50 }, () => '/data 40,0'));
  });

  it('come in parts where very many are there', async () => {
    const { live, follower, questions } = await follow({ data: { shape: [10_000], chunks: [1] } });
    await live.setRange('data', 0, 10_000);
    await follower.refresh();
    expect([follower.ready, questions.length]).toEqual([4096, 4096]);
    expect((await collect(follower)).length).toBe(10_000);
    expect(questions.length).toBe(10_000);
  });

  it.each([
    ['chunks side by side', [2, 5000], [1, 1], undefined],
    ['chunks one behind the other', [9000, 1], [1, 1], 5000],
  ])('are no idle time where a window has more than one poll asks for: %s', async (_, shape, chunks, windowLength) => {
    const data = { shape, chunks };
    const { live, clock, follower, questions, windows } = await follow(
      { data },
      { timeoutMs: 0, ...(windowLength === undefined ? {} : { windowLength }) },
    );
    const first = windowLength ?? 1;
    await live.fill(
      'data',
      ones(
        5000,
        shape.reduce((product, extent) => product * extent),
      ),
    );
    expect(await windows()).toEqual([[0, first]]);
    expect([follower.end, clock.sleeps]).toEqual([{ reason: 'idle-timeout', missing: first }, []]);
    expect(new Set(questions).size).toBe(5001);
    expect(questions.length).toBeLessThanOrEqual(5003);
  });

  it('that fail in a way that may pass are asked again', async () => {
    let failures = 2;
    const { live, windows } = await follow(
      { data: { shape: [4], chunks: [2] } },
      {},
      {
        dataset: () => ({
          chunkInfo: () =>
            failures-- > 0
              ? Promise.reject(new Hdf5Error('TRANSIENT_READ', 'made up'))
              : Promise.resolve({ offset: [0], address: 1, size: 1, filterMask: 0 }),
        }),
      },
    );
    await write(live, 'data', 0, 4);
    expect(await windows()).toEqual([
      [0, 2],
      [2, 4],
    ]);
  });
});

describe('positions of windows', () => {
  it('begin in the middle of a window, and come again when they are given back', async () => {
    const { live, follower, windows } = await follow({ data: { shape: [30], chunks: [10] } }, { from: 13 });
    await write(live, 'data', 0, 30);
    expect(await windows()).toEqual([
      [13, 20],
      [20, 30],
    ]);
    follower.giveBack(20);
    expect(await windows()).toEqual([[20, 30]]);
    follower.reset();
    expect(await windows()).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
    ]);
  });

  it('fail where a dataset has lost what was handed out', async () => {
    const { live, follower, windows } = await follow({ data: endless }, { timeoutMs: 0 });
    await write(live, 'data', 0, 20);
    await windows();
    await live.resize('data', [15, 4, 5]);
    await expect(windows()).rejects.toMatchObject({ code: 'FILE_REPLACED', object: '/data' });
    follower.reset();
    expect(await windows()).toEqual([[0, 10]]);
  });
});

describe('options', () => {
  it.each<[string, Record<string, DatasetPlan>, Options, object]>([
    ['no dataset', {}, {}, TypeError],
    ['a window of no length', { data: endless }, { windowLength: 0 }, RangeError],
    ['no chunks and no length', { data: { shape: [5] } }, {}, { code: 'WRONG_SHAPE', object: '/data' }],
    ['a single value', { data: { shape: [] } }, { windowLength: 1 }, { code: 'WRONG_SHAPE', object: '/data' }],
    ['no dataspace', { data: { shape: null } }, {}, { code: 'NULL_DATASPACE', object: '/data' }],
  ])('refuse %s', async (_, plans, options, error) => {
    const refused = expect(follow(plans, options)).rejects;
    await (typeof error === 'function' ? refused.toThrow(error) : refused.toMatchObject(error));
  });

  it('refuse chunks where the backend cannot tell which are stored', async () => {
    const live = await MemoryScan.create({ data: endless });
    const datasets = await live.datasets('data');
    expect(() => new ChunkFollower({ datasets })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('readChunk') as string }),
    );
  });

  it('read nothing yet', async () => {
    const { live, questions } = await follow({ data: endless });
    expect([live.counts.refreshes('/data'), questions]).toEqual([0, []]);
  });
});
