import { copyFile, rename } from 'node:fs/promises';
import { Hdf5Error, type Dataset, type Hdf5Adapter } from '@h5tail/adapter';
import { interceptingAdapter } from '@h5tail/adapter-conformance/memory';
import { systemClock, type WakeUpFactory } from '@h5tail/follower';
import {
  RawFileFollower,
  RawFileWriter,
  toRawFile,
  type RawBatch,
  type RawFileFollowerOptions,
} from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { base64 } from '../h5py-steps.js';
import { patternIoGroups, patternMessages } from '../message-pattern.js';
import { scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();

/** A wake-up that only an interruption ends. */
const untilStopped: WakeUpFactory = () => ({
  name: 'never',
  wait: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  polled() {},
  close() {},
});

/** First and count of a batch, after a look at what is in it. */
function checked({ first, count, messages, ioGroups, headers }: RawBatch): [number, number] {
  expect([...messages].map(base64)).toEqual(patternMessages(first, first + count).map(base64));
  expect([...ioGroups]).toEqual(patternIoGroups(first, first + count));
  expect(headers.get('io_groups')).toEqual(ioGroups);
  return [first, count];
}

async function batchesOf(follower: RawFileFollower): Promise<[number, number][]> {
  const batches: [number, number][] = [];
  for await (const batch of follower) {
    batches.push(checked(batch));
    expect(follower.position).toBe(batch.first + batch.count);
    expect(batch.upToDate).toBe(follower.position === follower.ready);
  }
  return batches;
}

describe.each(testBackends)('a follower on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  let files = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const newPath = (): string => pathOf(`${name}-${files++}.h5`);
  /** Appends messages of the pattern. */
  const append = (path: string, start: number, stop: number): Promise<number> =>
    toRawFile(path, patternMessages(start, stop), { adapter, headers: { ioGroups: patternIoGroups(start, stop) } });
  const newFile = async (count: number): Promise<string> => {
    const path = newPath();
    await append(path, 0, count);
    return path;
  };
  const open = (path: string, options: Partial<RawFileFollowerOptions> = {}): Promise<RawFileFollower> =>
    RawFileFollower.open(path, { adapter, timeoutMs: 0, ...options });

  it.each([
    [0, [[0, 5]]],
    [3, [[3, 2]]],
    [5, []],
    [9, []],
    [-1, [[4, 1]]],
    [-2, [[3, 2]]],
    [-5, [[0, 5]]],
    [-100, [[0, 5]]],
  ])('begins at message %i of 5', async (from, expected) => {
    const path = await newFile(5);
    await using follower = await open(path, { from });
    expect(await batchesOf(follower)).toEqual(expected);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
    const position = Math.max(5, from);
    expect([follower.position, follower.path, follower.meta.version]).toEqual([position, path, '0.0']);
    // Beyond the end it waits for that one.
    await append(path, 5, 12);
    expect(await batchesOf(follower)).toEqual([[position, 12 - position]]);
  });

  it.each([
    [1, 7],
    [2, 7],
    [7, 7],
    [1000, 2600],
    [1024, 3072],
    [1500, 3072],
  ])('hands out batches of %i messages at most, of %i, also over the borders of chunks', async (batchSize, count) => {
    const path = await newFile(count);
    await using follower = await open(path, { batchSize });
    const expected: [number, number][] = [];
    for (let first = 0; first < count; first += batchSize) expected.push([first, Math.min(batchSize, count - first)]);
    expect(await batchesOf(follower)).toEqual(expected);
  });

  it('takes more messages at once while they are short, by steps', async () => {
    const path = await newFile(30_000);
    await using follower = await open(path);
    const batches = await batchesOf(follower);
    // 200 bytes on average: 4 MiB are some 21,000.
    expect(batches.slice(0, 3)).toEqual([
      [0, 1024],
      [1024, 4096],
      [5120, 16_384],
    ]);
    expect(batches.reduce((sum, [, count]) => sum + count, 0)).toBe(30_000);
  });

  it('loses nothing when it is left and gone on with', async () => {
    const path = await newFile(20);
    await using follower = await open(path, { batchSize: 3 });
    const batches: [number, number][] = [];
    for (let leaving = 0; leaving < 4; leaving++) {
      for await (const batch of follower) {
        batches.push(checked(batch));
        break;
      }
      expect([follower.end, follower.position]).toEqual([undefined, 3 * leaving + 3]);
    }
    batches.push(...(await batchesOf(follower)));
    expect(batches).toEqual([
      [0, 3],
      [3, 3],
      [6, 3],
      [9, 3],
      [12, 3],
      [15, 3],
      [18, 2],
    ]);
    await append(path, 20, 22);
    expect(await batchesOf(follower)).toEqual([[20, 2]]);
  });

  it('tells a position to go on from, after each batch', async () => {
    const path = await newFile(10);
    const first = await open(path, { batchSize: 4 });
    for await (const _ of first) break;
    await first.close();
    expect(first.position).toBe(4);
    await using second = await open(path, { from: first.position });
    expect(await batchesOf(second)).toEqual([[4, 6]]);
  });

  it('waits for messages, and ends when none come', async () => {
    const path = await newFile(2);
    await using writer = await RawFileWriter.open(path, { adapter });
    await using follower = await open(path, { timeoutMs: 300 });
    const batches: [number, number][] = [];
    for await (const batch of follower) {
      batches.push(checked(batch));
      if (follower.position === 6) continue;
      const next = follower.position;
      await writer.append(patternMessages(next, next + 2), patternIoGroups(next, next + 2));
      await writer.flush();
    }
    expect(batches).toEqual([
      [0, 2],
      [2, 2],
      [4, 2],
    ]);
    expect([follower.end, follower.state]).toEqual([{ reason: 'idle-timeout' }, 'ended']);
  });

  it('ends when the file is closed, where that is wanted', async () => {
    const path = newPath();
    const writer = await RawFileWriter.open(path, { adapter });
    await using follower = await open(path, { timeoutMs: 20_000, endWhenClosed: true });
    await writer.append(patternMessages(0, 3), patternIoGroups(0, 3));
    await writer.flush();
    const batches: [number, number][] = [];
    for await (const batch of follower) {
      batches.push(checked(batch));
      if (batch.first > 0) continue;
      await writer.append(patternMessages(3, 8), patternIoGroups(3, 8));
      await writer.close();
    }
    expect(batches).toEqual([
      [0, 3],
      [3, 5],
    ]);
    expect(follower.end).toEqual({ reason: 'closed' });
  });

  it('does not end when the file is closed, unless that is wanted', async () => {
    const path = await newFile(2);
    for (const endWhenClosed of [false, undefined]) {
      await using follower = await open(path, { timeoutMs: 50, endWhenClosed } as Partial<RawFileFollowerOptions>);
      expect(await batchesOf(follower)).toEqual([[0, 2]]);
      expect(follower.end).toEqual({ reason: 'idle-timeout' });
    }
  });

  it('ends with the reason of a signal', async () => {
    const path = await newFile(2);
    const aborter = new AbortController();
    const reason = new Error('enough');
    await using follower = await open(path, { timeoutMs: Infinity, signal: aborter.signal, wakeUp: untilStopped });
    const iterator = follower[Symbol.asyncIterator]();
    expect(checked((await iterator.next()).value as RawBatch)).toEqual([0, 2]);
    const pending = iterator.next();
    aborter.abort(reason);
    await expect(pending).rejects.toBe(reason);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await expect(batchesOf(follower)).rejects.toBe(reason);
    await expect(open(path, { signal: aborter.signal })).rejects.toBe(reason);
    expect(follower.position).toBe(2);
  });

  it('is left while it waits', async () => {
    const path = await newFile(2);
    await using follower = await open(path, { timeoutMs: Infinity, wakeUp: untilStopped, from: 2 });
    const iterator = follower[Symbol.asyncIterator]();
    const pending = iterator.next();
    expect(await codeOf(iterator.next())).toBe('BUSY');
    expect(await codeOf(follower[Symbol.asyncIterator]().next())).toBe('BUSY');
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await append(path, 2, 4);
    expect((await follower[Symbol.asyncIterator]().next()).value).toMatchObject({ first: 2, count: 2 });
  });

  it('is left while it reads, and goes on with what was being read', async () => {
    const path = await newFile(4);
    const at: { reading?: () => void; go?: Promise<void> } = {};
    const slow = interceptingAdapter(adapter, {
      dataset: (dataset) => ({
        read: async (...given: Parameters<Dataset['read']>) => {
          at.reading?.();
          await at.go;
          return dataset.read(...given);
        },
      }),
    });
    await using follower = await open(path, { adapter: slow, batchSize: 2 });
    const iterator = follower[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ first: 0, count: 2 });
    let go: () => void = () => undefined;
    at.go = new Promise((resolve) => (go = resolve));
    const isReading = new Promise<void>((resolve) => (at.reading = resolve));
    const pending = iterator.next();
    await isReading;
    const left = iterator.return?.();
    go();
    expect([(await left)?.done, (await pending).done, follower.position]).toEqual([true, true, 2]);
    expect(await batchesOf(follower)).toEqual([[2, 2]]);
  });

  it('is woken by who knows that there is something new', async () => {
    const path = await newFile(1);
    await using follower = await open(path, { timeoutMs: Infinity, wakeUp: untilStopped, from: 1 });
    const pending = follower[Symbol.asyncIterator]().next();
    await systemClock.sleep(1);
    await append(path, 1, 3);
    follower.notify();
    expect((await pending).value).toMatchObject({ first: 1, count: 2 });
  });

  it('ends a pending iteration when it is closed, and stays closed', async () => {
    const path = await newFile(1);
    const follower = await open(path, { timeoutMs: Infinity, wakeUp: untilStopped, from: 1 });
    const pending = codeOf(follower[Symbol.asyncIterator]().next());
    await systemClock.sleep(1);
    await follower.close();
    expect(await pending).toBe('CLOSED');
    await follower.close();
    expect(await codeOf(follower[Symbol.asyncIterator]().next())).toBe('CLOSED');
  });

  it('reads a batch again while its writer is in the middle of a change', async () => {
    const path = await newFile(3);
    const at = { faults: 2, refreshes: [] as string[] };
    const shaky = interceptingAdapter(adapter, {
      dataset: (dataset) => ({
        refresh: () => {
          at.refreshes.push(dataset.path);
          return dataset.refresh();
        },
        read: (...given: Parameters<Dataset['read']>) => {
          if (dataset.path === '/msgs' && at.faults-- > 0) {
            return Promise.reject(new Hdf5Error('TRANSIENT_READ', 'the heap is being written'));
          }
          return dataset.read(...given);
        },
      }),
    });
    await using follower = await open(path, { adapter: shaky });
    const iterator = follower[Symbol.asyncIterator]();
    expect(checked((await iterator.next()).value as RawBatch)).toEqual([0, 3]);
    // For the poll, then the headers of a file that is closed, and before each new attempt.
    const both = ['/msg_headers', '/msgs'];
    expect(at.refreshes).toEqual([...both, '/msg_headers', ...both, ...both]);
  });

  it('gives up a batch after its time, and goes on with it later', async () => {
    const path = await newFile(3);
    const at = { code: 'TRANSIENT_READ' as 'TRANSIENT_READ' | 'CORRUPT_FILE', fails: true };
    const shaky = interceptingAdapter(adapter, {
      dataset: (dataset) => ({
        read: (...given: Parameters<Dataset['read']>) =>
          at.fails && dataset.path === '/msgs' ? Promise.reject(new Hdf5Error(at.code, 'no')) : dataset.read(...given),
      }),
    });
    await using follower = await open(path, { adapter: shaky, retryBudgetMs: 20, batchSize: 2 });
    expect(await codeOf(batchesOf(follower))).toBe('TRANSIENT_READ');
    expect(follower.position).toBe(0);
    at.code = 'CORRUPT_FILE';
    expect(await codeOf(batchesOf(follower))).toBe('CORRUPT_FILE');
    expect(follower.position).toBe(0);
    at.fails = false;
    expect(await batchesOf(follower)).toEqual([
      [0, 2],
      [2, 1],
    ]);
  });

  it('notices that another file took the name', async () => {
    const path = await newFile(3);
    const other = await newFile(9);
    await using follower = await open(path);
    expect(await batchesOf(follower)).toEqual([[0, 3]]);
    await rename(other, path);
    expect(await codeOf(batchesOf(follower))).toBe('FILE_REPLACED');
    await using again = await open(path, { from: 3 });
    expect(await batchesOf(again)).toEqual([[3, 6]]);
  });

  it('notices that the file was written anew', async () => {
    const path = await newFile(30);
    const shorter = await newFile(4);
    await using follower = await open(path);
    expect(await batchesOf(follower)).toEqual([[0, 30]]);
    await copyFile(shorter, path);
    expect(await codeOf(batchesOf(follower))).toBe('FILE_REPLACED');
  });

  it('tells news', async () => {
    const path = await newFile(2);
    await using follower = await open(path);
    const news = follower.status();
    await batchesOf(follower);
    const told: unknown[] = [];
    for await (const item of news) {
      told.push(item);
      if (item.kind === 'ended') break;
    }
    expect(told).toContainEqual({ kind: 'progress', ready: 2, position: 2, size: null });
    expect(told.at(-1)).toEqual({ kind: 'ended', end: { reason: 'idle-timeout' } });
  });

  it.each<[Partial<RawFileFollowerOptions>, string]>([
    [{ from: 0.5 }, 'RangeError'],
    [{ from: NaN }, 'RangeError'],
    [{ batchSize: 0 }, 'RangeError'],
    [{ batchSize: 1.5 }, 'RangeError'],
    [{ timeoutMs: -1 }, 'RangeError'],
    [{ retryBudgetMs: -1 }, 'RangeError'],
    [{ retryBudgetMs: NaN }, 'RangeError'],
    [{ version: '' }, 'TypeError'],
    [{ ioVersion: '0' }, 'TypeError'],
  ])('is not opened with %o', async (options, code) => {
    const path = await newFile(1);
    expect(await codeOf(open(path, options))).toBe(code);
    // Nothing stays open that would keep a writer out.
    expect(await append(path, 1, 2)).toBe(2);
  });
});
