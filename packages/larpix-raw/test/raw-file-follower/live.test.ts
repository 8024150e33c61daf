import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, RawFileFollower, toRawFile, type RawBatch } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { base64, H5pySteps, python } from '../h5py-steps.js';
import { MessageDigest, patternDigest, patternIoGroups, patternMessages } from '../message-pattern.js';
import { scratchFolder } from '../scratch-folder.js';
import { writerProcesses } from '../writer-process.js';

const pathOf = scratchFolder();
const many = 100_000;
const aMillion = 1_000_000;

/** Follows until so many messages came. */
async function digestOfNext(follower: RawFileFollower, count: number): Promise<{ count: number; digest: string }> {
  const digest = new MessageDigest();
  if (count === 0) return digest.result();
  let next = follower.position;
  for await (const batch of follower) {
    expect(batch.first).toBe(next);
    next += batch.count;
    digest.add(batch.messages, batch.ioGroups);
    if (next >= count) break;
  }
  return digest.result();
}

function expectPattern({ first, count, messages, ioGroups }: RawBatch): void {
  expect([...messages].map(base64)).toEqual(patternMessages(first, first + count).map(base64));
  expect([...ioGroups]).toEqual(patternIoGroups(first, first + count));
}

describe.each(testBackends)('following live on $name', ({ name, createAdapter }) => {
  const start = writerProcesses(name);
  let adapter: Hdf5Adapter;
  let files = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const newPath = (): string => pathOf(`${name}-${files++}.h5`);
  const open = (path: string, options: object = {}): Promise<RawFileFollower> =>
    RawFileFollower.open(path, { adapter, timeoutMs: 20_000, ...options });

  it('a writer of ours, step by step: what it says is durable is there', async () => {
    await using writer = start();
    const path = newPath();
    await writer.step({ do: 'open', path, flushEvery: 1_000_000, flushEveryMs: 1e9, ioVersion: '0.0' });
    await using follower = await open(path);
    expect(follower.meta.ioVersion).toBe('0.0');
    const iterator = follower[Symbol.asyncIterator]();
    let position = 0;
    for (const count of [1, 1, 5, 1016, 1, 1, 1023, 2, 3000, 1]) {
      await writer.step({ do: 'append', start: position, stop: position + count });
      // Not flushed yet, so nobody sees it.
      expect(await lengthOfRawFile(path, { adapter, strict: true })).toBe(position);
      expect(await writer.step({ do: 'flush' })).toEqual({ code: 'done', durable: position + count, status: 'open' });
      expect(await lengthOfRawFile(path, { adapter, strict: true })).toBe(position + count);
      for (const stop = position + count; position < stop;) {
        const { value } = await iterator.next();
        expectPattern(value as RawBatch);
        expect((value as RawBatch).first).toBe(position);
        position += (value as RawBatch).count;
      }
    }
    const { code } = await writer.step({ do: 'close' });
    expect([code, follower.position]).toEqual(['done', position]);
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
    await iterator.return?.();
  });

  it('a writer of ours that is closed, to the end', async () => {
    await using writer = start();
    const path = newPath();
    await writer.step({ do: 'open', path, flushEvery: 100 });
    await using follower = await open(path, { endWhenClosed: true });
    const following = digestOfNext(follower, Infinity);
    await writer.step({ do: 'append', start: 0, stop: 5000, per: 7 });
    await writer.step({ do: 'close' });
    expect(await following).toEqual(patternDigest(5000));
    expect(follower.end).toEqual({ reason: 'closed' });
  });

  it('long messages, of zeros too, as they come', async () => {
    await using writer = start();
    const path = newPath();
    await writer.step({ do: 'open', path, flushEvery: 1 });
    await using follower = await open(path);
    const iterator = follower[Symbol.asyncIterator]();
    for (const [length, value] of [
      [70_000, 0],
      [0, 0],
      [65_536, 0],
      [1_000_000, 0],
      [1, 0],
      [3_000_000, 7],
      [4096, 0],
    ] as const) {
      expect((await writer.step({ do: 'appendFilled', length, value })).code).toBe('done');
      const { messages, count } = (await iterator.next()).value as RawBatch;
      expect([count, messages.at(0).length]).toEqual([1, length]);
      expect(messages.values.every((byte) => byte === value)).toBe(true);
    }
    await iterator.return?.();
  });

  it('1,000,000 messages at full speed, each once and right', async () => {
    await using writer = start();
    const path = newPath();
    await writer.step({ do: 'open', path });
    await using follower = await open(path);
    const following = digestOfNext(follower, aMillion);
    const written = await writer.step({ do: 'append', start: 0, stop: aMillion, per: 1000 });
    const flushed = await writer.step({ do: 'flush' });
    expect([written.code, flushed.durable]).toEqual(['done', aMillion]);
    expect(await following).toEqual(patternDigest(aMillion));
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
  }, 120_000);

  it('calls of ours that open and close the file each', async () => {
    await using writer = start();
    const path = newPath();
    await writer.step({ do: 'toRawFile', path, start: 0, stop: 1 });
    await using follower = await open(path);
    const following = digestOfNext(follower, 400);
    for (let first = 1; first < 400; first += 3) {
      const { code } = await writer.step({ do: 'toRawFile', path, start: first, stop: first + 3 });
      expect(code).toBe('done');
    }
    expect(await following).toEqual(patternDigest(400));
  });

  describe.skipIf(python === undefined)('h5py', () => {
    it('that opens and closes the file for each call: every message once', async () => {
      await using h5py = new H5pySteps();
      const path = newPath();
      await h5py.append(path, { first: 0, count: 1 });
      await using follower = await open(path);
      const following = digestOfNext(follower, 20_001);
      await h5py.appendCalls(path, 1, 2001, 5);
      await h5py.appendCalls(path, 2001, 20_001, 100);
      expect(await following).toEqual(patternDigest(20_001));
    });

    it('100,000 messages at full speed, each once and right', async () => {
      await using h5py = new H5pySteps();
      const path = newPath();
      await h5py.append(path, { first: 0, count: 0 });
      await using follower = await open(path);
      const following = digestOfNext(follower, many);
      await h5py.appendCalls(path, 0, many, 1000);
      expect(await following).toEqual(patternDigest(many));
    });

    it('is read and measured while it opens and closes the file for each call', async () => {
      await using h5py = new H5pySteps();
      const path = newPath();
      await h5py.append(path, { first: 0, count: 1 });
      const state = { isWriting: true };
      const writing = h5py.appendCalls(path, 1, 1501, 5).finally(() => (state.isWriting = false));
      let [least, looks] = [0, 0];
      while (state.isWriting) {
        const length = await lengthOfRawFile(path, { adapter });
        expect(length).toBeGreaterThanOrEqual(least);
        const content = await fromRawFile(path, { adapter, start: -20 });
        expect(content.length).toBeGreaterThanOrEqual(length);
        const first = Math.max(0, content.length - 20);
        expectPattern({ ...content, first, count: content.length - first, upToDate: true });
        least = content.length;
        looks++;
        // Reading leaves no time for what h5py answers.
        await new Promise(setImmediate);
      }
      await writing;
      expect(looks).toBeGreaterThan(3);
      expect(await lengthOfRawFile(path, { adapter, strict: true })).toBe(1501);
    });

    it('between messages and headers counts the whole ones', async () => {
      await using h5py = new H5pySteps();
      const path = newPath();
      await h5py.hold(path);
      await h5py.half('write_messages', { first: 0, count: 4 });
      await h5py.half('write_headers', { first: 0, count: 4 });
      await using follower = await open(path, { timeoutMs: 0 });
      const next = async (): Promise<number[]> => {
        const rows: number[] = [];
        for await (const batch of follower) {
          expectPattern(batch);
          rows.push(batch.first, batch.count);
        }
        return rows;
      };
      expect(await next()).toEqual([0, 4]);
      await h5py.half('write_messages', { first: 4, count: 3 });
      expect(await h5py.lengths(path)).toEqual({ messages: 7, headers: 4 });
      expect(await next()).toEqual([]);
      expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 4 });
      expect(await lengthOfRawFile(path, { adapter })).toBe(4);
      expect((await fromRawFile(path, { adapter })).messages.length).toBe(4);
      expect(await codeOf(lengthOfRawFile(path, { adapter, strict: true, retryBudgetMs: 20 }))).toBe('TRANSIENT_READ');
      expect(await codeOf(fromRawFile(path, { adapter, strict: true, retryBudgetMs: 20 }))).toBe('TRANSIENT_READ');
      // Who demands equal numbers gets them when the writer is through.
      const strict = fromRawFile(path, { adapter, strict: true, retryBudgetMs: 20_000 });
      await h5py.half('write_headers', { first: 4, count: 3 });
      expect((await strict).length).toBe(7);
      expect(await next()).toEqual([4, 3]);
      await h5py.step('close');
      expect(await lengthOfRawFile(path, { adapter, strict: true })).toBe(7);
    });

    it('that has not started SWMR mode is waited for', async () => {
      await using h5py = new H5pySteps();
      const path = newPath();
      await h5py.append(path, { first: 0, count: 2 });
      await h5py.hold(path, { swmr: false });
      const briefly = { adapter, retryBudgetMs: 20 };
      expect(await codeOf(lengthOfRawFile(path, briefly))).toBe('NOT_SWMR_READABLE');
      expect(await codeOf(fromRawFile(path, briefly))).toBe('NOT_SWMR_READABLE');
      expect(await codeOf(RawFileFollower.open(path, briefly))).toBe('NOT_SWMR_READABLE');
      const patiently = { adapter, retryBudgetMs: 20_000 };
      const [length, content, opening] = [
        lengthOfRawFile(path, patiently),
        fromRawFile(path, patiently),
        RawFileFollower.open(path, { ...patiently, timeoutMs: 0 }),
      ];
      await h5py.step('start_swmr');
      await using follower = await opening;
      expect([await length, (await content).length, await digestOfNext(follower, 2)]).toEqual([2, 2, patternDigest(2)]);
    });

    it('with its locks on is not kept out by who follows and reads', async () => {
      await using h5py = new H5pySteps({ HDF5_USE_FILE_LOCKING: 'TRUE' });
      const path = newPath();
      await h5py.append(path, { first: 0, count: 10 });
      await using follower = await open(path);
      for (let first = 10; first < 200; first += 10) {
        await h5py.append(path, { first, count: 10 });
        expect(await lengthOfRawFile(path, { adapter })).toBe(first + 10);
      }
      expect(await digestOfNext(follower, 200)).toEqual(patternDigest(200));
    });

    it('and calls of ours take turns, and the follow sees each message once', async () => {
      await using h5py = new H5pySteps();
      const path = newPath();
      await toRawFile(path, null, { adapter });
      await using follower = await open(path);
      const following = digestOfNext(follower, 300);
      for (let first = 0; first < 300; first += 10) {
        if (first % 20 === 0) await h5py.append(path, { first, count: 10 });
        else {
          const headers = { ioGroups: patternIoGroups(first, first + 10) };
          await toRawFile(path, patternMessages(first, first + 10), { adapter, headers });
        }
      }
      expect(await following).toEqual(patternDigest(300));
    });
  });
});
