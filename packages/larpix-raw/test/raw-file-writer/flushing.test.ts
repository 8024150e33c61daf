import { VariableLength, type Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, RawFileWriter, toRawFile, type RawFileWriterOptions } from '@h5tail/larpix-raw';
import { readWriterState } from '@h5tail/local-file';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { base64 } from '../h5py-steps.js';
import { ManualClock } from '../../../../tooling/typescript/manual-clock.js';
import { patternIoGroups, patternMessages } from '../message-pattern.js';
import { recordedAdapter } from '../recorded-adapter.js';
import { scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();
const never = { flushEveryMs: Infinity };

describe.each(testBackends)('a writer on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  let files = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const newPath = (): string => pathOf(`${name}-${files++}.h5`);
  const append = (writer: RawFileWriter, start: number, stop: number): Promise<void> =>
    writer.append(patternMessages(start, stop), patternIoGroups(start, stop));
  const expectPattern = async (path: string, count: number): Promise<void> => {
    const { messages, ioGroups } = await fromRawFile(path, { adapter, strict: true });
    expect([...messages].map(base64)).toEqual(patternMessages(0, count).map(base64));
    expect([...ioGroups]).toEqual(patternIoGroups(0, count));
  };

  it('flushes by number, and tells what is durable', async () => {
    const path = newPath();
    const durable: number[] = [];
    const onDurable = (count: number): void => void durable.push(count);
    const { calls, adapter: recording } = recordedAdapter(adapter);
    const writer = await RawFileWriter.open(path, { adapter: recording, flushEvery: 4, onDurable, ...never });
    calls.length = 0;
    expect([writer.length, writer.durable, writer.status, writer.path]).toEqual([0, 0, 'open', path]);
    for (let i = 0; i < 3; i++) await append(writer, i, i + 1);
    expect([writer.length, writer.durable, calls]).toEqual([3, 0, []]);
    await append(writer, 3, 4);
    expect([writer.length, writer.durable]).toEqual([4, 4]);
    // The bytes are flushed before the headers, which make them count.
    const oneFlush = [
      'resize msgs 4',
      'write msgs 0:4',
      'flush msgs',
      'resize msg_headers 4',
      'write msg_headers 0:4',
      'flush msg_headers',
    ];
    expect(calls).toEqual(oneFlush);
    await expectPattern(path, 4);
    await append(writer, 4, 11);
    expect([writer.length, writer.durable]).toEqual([11, 11]);
    await append(writer, 11, 12);
    await writer.close();
    expect([writer.length, writer.durable, writer.status, durable]).toEqual([12, 12, 'closed', [4, 11, 12]]);
    expect(readWriterState(path)).toBe('closed');
    await expectPattern(path, 12);
  });

  it('flushes by 1024 messages, a whole chunk, unless said otherwise', async () => {
    const durable: number[] = [];
    const options = { adapter, onDurable: (count: number) => void durable.push(count), ...never };
    await using writer = await RawFileWriter.open(newPath(), options);
    for (let start = 0; start < 3000; start += 100) await append(writer, start, start + 100);
    expect(durable).toEqual([1100, 2200]);
  });

  it('flushes by time, once for all that came since the last flush', async () => {
    const path = newPath();
    const clock = new ManualClock();
    let told: (count: number) => void = () => undefined;
    const onDurable = (count: number): void => told(count);
    const nextFlush = (): Promise<number> => new Promise((resolve) => (told = resolve));
    const writer = await RawFileWriter.open(path, { adapter, clock, onDurable });
    expect(clock.sleepers).toBe(0);
    await append(writer, 0, 2);
    clock.advance(249);
    await append(writer, 2, 3);
    expect([writer.durable, clock.sleepers]).toEqual([0, 1]);
    let flushed = nextFlush();
    clock.advance(1);
    expect(await flushed).toBe(3);
    expect([writer.durable, clock.sleepers]).toEqual([3, 0]);
    await expectPattern(path, 3);
    // The time begins with the next message, not with the flush.
    clock.advance(1000);
    await append(writer, 3, 4);
    expect([writer.durable, clock.sleepers]).toEqual([3, 1]);
    flushed = nextFlush();
    clock.advance(250);
    expect(await flushed).toBe(4);
    await append(writer, 4, 5);
    await writer.close();
    expect(clock.sleepers).toBe(0);
    await expectPattern(path, 5);
  });

  it('takes the time that is given; a flush by number or by hand ends it', async () => {
    const clock = new ManualClock();
    const writer = await RawFileWriter.open(newPath(), { adapter, clock, flushEveryMs: 10, flushEvery: 3 });
    await append(writer, 0, 1);
    expect(clock.sleepers).toBe(1);
    await append(writer, 1, 3);
    expect([clock.sleepers, writer.durable]).toEqual([0, 3]);
    await append(writer, 3, 4);
    expect(clock.sleepers).toBe(1);
    expect(await writer.flush()).toBe(4);
    expect(clock.sleepers).toBe(0);
    clock.advance(100);
    expect(await writer.flush()).toBe(4);
    await writer.close();
  });

  it('never flushes by time where none is given', async () => {
    const clock = new ManualClock();
    await using writer = await RawFileWriter.open(newPath(), { adapter, clock, ...never });
    await append(writer, 0, 1);
    expect(clock.sleepers).toBe(0);
  });

  it('keeps no more than 8 MiB back', async () => {
    const path = newPath();
    const durable: number[] = [];
    const options = { adapter, onDurable: (count: number) => void durable.push(count), ...never };
    await using writer = await RawFileWriter.open(path, options);
    const large = new Uint8Array(3 * 2 ** 20).fill(5);
    for (let i = 0; i < 7; i++) await writer.append([large], i);
    expect([durable, writer.length]).toEqual([[3, 6], 7]);
    await writer.append([new Uint8Array(9 * 2 ** 20).fill(6)], 7);
    expect(durable).toEqual([3, 6, 8]);
    await writer.append([new Uint8Array(9 * 2 ** 20).fill(7)], 8);
    expect(durable).toEqual([3, 6, 8, 9]);
    const { messages, ioGroups } = await fromRawFile(path, { adapter, start: 5 });
    expect([...messages].map((message) => [message.length / 2 ** 20, message[0]])).toEqual([
      [3, 5],
      [3, 5],
      [9, 6],
      [9, 7],
    ]);
    expect([...ioGroups]).toEqual([5, 6, 7, 8]);
  });

  it('takes one message per call, thousands of them', async () => {
    const path = newPath();
    await using writer = await RawFileWriter.open(path, { adapter });
    for (let i = 0; i < 3000; i++) await append(writer, i, i + 1);
    expect(await writer.flush()).toBe(3000);
    await expectPattern(path, 3000);
  });

  it('flushes every message where that is wanted', async () => {
    const path = newPath();
    await using writer = await RawFileWriter.open(path, { adapter, flushEvery: 1 });
    for (let i = 0; i < 40; i++) {
      await append(writer, i, i + 1);
      expect(writer.durable).toBe(i + 1);
    }
    await expectPattern(path, 40);
  });

  it('takes nothing, packed messages, and memory that is used again', async () => {
    const path = newPath();
    await using writer = await RawFileWriter.open(path, { adapter, flushEvery: 100, ...never });
    await writer.append([]);
    await writer.append(VariableLength.ofBytes([]), []);
    expect(writer.length).toBe(0);
    const memory = Uint8Array.of(1, 2, 3);
    const groups = Uint8Array.of(4);
    await writer.append([memory], groups);
    memory.fill(9);
    groups.fill(9);
    const packed = VariableLength.ofBytes([memory, Uint8Array.of(8)]);
    await writer.append(packed, 6);
    packed.values.fill(0);
    expect(await writer.flush()).toBe(3);
    const { messages, ioGroups } = await fromRawFile(path, { adapter });
    expect([[...messages].map((message) => [...message]), [...ioGroups]]).toEqual([
      [[1, 2, 3], [9, 9, 9], [8]],
      [4, 6, 6],
    ]);
  });

  it('goes on behind what is there', async () => {
    const path = newPath();
    await toRawFile(path, patternMessages(0, 5), { adapter, headers: { ioGroups: patternIoGroups(0, 5) } });
    const before = await fromRawFile(path, { adapter });
    await using writer = await RawFileWriter.open(path, { adapter });
    expect([writer.length, writer.durable]).toEqual([5, 5]);
    await append(writer, 5, 9);
    expect(await writer.flush()).toBe(9);
    await expectPattern(path, 9);
    const after = await fromRawFile(path, { adapter });
    expect([after.created, after.modified > before.modified]).toEqual([before.created, true]);
  });

  it('refuses messages that are none, and goes on', async () => {
    const path = newPath();
    await using writer = await RawFileWriter.open(path, { adapter, ...never });
    await append(writer, 0, 2);
    expect(await codeOf(writer.append([Uint8Array.of(1), 'x'] as Uint8Array[]))).toBe('INVALID_DATA');
    expect(await codeOf(writer.append([Uint8Array.of(1)], 256))).toBe('INVALID_DATA');
    expect(await codeOf(writer.append([Uint8Array.of(1)], [1, 2]))).toBe('INVALID_DATA');
    expect([writer.status, writer.length]).toEqual(['open', 2]);
    await append(writer, 2, 3);
    expect(await writer.flush()).toBe(3);
    await expectPattern(path, 3);
  });

  it('syncs to the disk where that is wanted', async () => {
    const path = newPath();
    await using writer = await RawFileWriter.open(path, { adapter, sync: true, flushEvery: 2 });
    await append(writer, 0, 2);
    expect(writer.durable).toBe(2);
    await append(writer, 2, 3);
    await writer.close();
    await expectPattern(path, 3);
  });

  it('is closed once, and then says so', async () => {
    const path = newPath();
    const writer = await RawFileWriter.open(path, { adapter });
    await append(writer, 0, 3);
    const [first, second] = [writer.close(), writer.close()];
    expect(writer.status).toBe('closed');
    await Promise.all([first, second, writer[Symbol.asyncDispose]()]);
    expect(await codeOf(writer.append([Uint8Array.of(1)]))).toBe('CLOSED');
    expect(await codeOf(writer.append([]))).toBe('CLOSED');
    expect(await codeOf(writer.flush())).toBe('CLOSED');
    await writer.close();
    expect(readWriterState(path)).toBe('closed');
    await expectPattern(path, 3);
  });

  it('closes behind calls that are under way', async () => {
    const path = newPath();
    const writer = await RawFileWriter.open(path, { adapter, flushEvery: 2 });
    const calls = [append(writer, 0, 2), append(writer, 2, 3), append(writer, 3, 9)];
    await Promise.all([...calls, writer.close()]);
    expect([writer.durable, writer.length]).toEqual([9, 9]);
    await expectPattern(path, 9);
  });

  it.each<[Partial<RawFileWriterOptions>, string]>([
    [{ flushEvery: 0 }, 'RangeError'],
    [{ flushEvery: NaN }, 'RangeError'],
    [{ flushEveryMs: -1 }, 'RangeError'],
    [{ flushEveryMs: NaN }, 'RangeError'],
    [{ version: 'x' }, 'TypeError'],
    [{ ioVersion: '1' }, 'TypeError'],
  ])('is not opened with %o', async (options, code) => {
    const path = newPath();
    expect(await codeOf(RawFileWriter.open(path, { adapter, ...options }))).toBe(code);
    expect(await codeOf(fromRawFile(path, { adapter }))).toBe('FILE_NOT_FOUND');
  });

  it('writes in the order of the calls, which nobody waited for', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 0, max: 7 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('flush' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('time' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
    );
    const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const path = newPath();
      const clock = new ManualClock();
      const writer = await RawFileWriter.open(path, { adapter, clock, flushEvery: 4 });
      const calls: Promise<unknown>[] = [];
      let count = 0;
      for (const { kind, ...rest } of steps) {
        if (kind === 'append' && 'count' in rest) {
          calls.push(append(writer, count, (count += rest.count)));
        } else if (kind === 'flush') {
          const least = count;
          calls.push(writer.flush().then((durable) => expect(durable).toBeGreaterThanOrEqual(least)));
        } else if (kind === 'time') {
          clock.advance(250);
        } else {
          await Promise.resolve();
        }
      }
      expect(writer.length).toBe(count);
      await Promise.all([...calls, writer.close()]);
      expect([writer.durable, clock.sleepers]).toEqual([count, 0]);
      await expectPattern(path, count);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('keeps the order where a large call stands behind a flush, and a small one behind that', async () => {
    const path = newPath();
    const writer = await RawFileWriter.open(path, { adapter, flushEvery: 4, ...never });
    await Promise.all([
      append(writer, 0, 4),
      writer.flush(),
      append(writer, 4, 8),
      append(writer, 8, 9),
      writer.close(),
    ]);
    await expectPattern(path, 9);
  });
});
