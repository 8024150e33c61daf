import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, RawFileWriter, toRawFile } from '@h5tail/larpix-raw';
import { readWriterState } from '@h5tail/local-file';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { base64, H5pySteps, python } from '../h5py-steps.js';
import { ManualClock } from '../../../../tooling/typescript/manual-clock.js';
import { patternIoGroups, patternMessages } from '../message-pattern.js';
import { fault, recordedAdapter, type RecordedAdapter } from '../recorded-adapter.js';
import { scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();
const never = { flushEveryMs: Infinity };
/** The steps of an append of messages 3 to 6. */
const steps = [
  'resize msgs 7',
  'write msgs 3:7',
  'flush msgs',
  'resize msg_headers 7',
  'write msg_headers 3:7',
  'flush msg_headers',
];
const lostFlush = 'flush msg_headers';

describe.each(testBackends)('failed writes on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  let files = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  /** A file with three messages. */
  const newFile = async (): Promise<string> => {
    const path = pathOf(`${name}-${files++}.h5`);
    await toRawFile(path, patternMessages(0, 3), { adapter, headers: { ioGroups: patternIoGroups(0, 3) } });
    return path;
  };
  const failing = (step: string): RecordedAdapter => {
    const recorded = recordedAdapter(adapter);
    recorded.faults.add(step);
    return recorded;
  };
  const expectPattern = async (path: string, count: number): Promise<void> => {
    const { messages, ioGroups } = await fromRawFile(path, { adapter, strict: true });
    expect([...messages].map(base64)).toEqual(patternMessages(0, count).map(base64));
    expect([...ioGroups]).toEqual(patternIoGroups(0, count));
  };

  it.each(steps)('toRawFile leaves nothing of a call whose %s fails', async (step) => {
    const path = await newFile();
    const { adapter: broken, calls, faults } = failing(step);
    const options = { adapter: broken, headers: { ioGroups: patternIoGroups(3, 7) } };
    await expect(toRawFile(path, patternMessages(3, 7), options)).rejects.toEqual(fault(step));
    expect(calls).toContain(step);
    expect(readWriterState(path)).toBe('closed');
    await expectPattern(path, 3);
    if (python !== undefined) {
      await using h5py = new H5pySteps();
      expect(await h5py.lengths(path)).toEqual({ messages: 3, headers: 3 });
    }
    faults.clear();
    expect(await toRawFile(path, patternMessages(3, 7), options)).toBe(7);
    await expectPattern(path, 7);
  });

  it.each(steps)('a writer whose %s fails keeps what is durable and takes no more', async (step) => {
    const path = await newFile();
    const { adapter: broken, faults } = failing(step);
    const durable: number[] = [];
    const options = {
      adapter: broken,
      flushEvery: 4,
      onDurable: (count: number) => void durable.push(count),
      ...never,
    };
    const writer = await RawFileWriter.open(path, options);
    await expect(writer.append(patternMessages(3, 7), patternIoGroups(3, 7))).rejects.toEqual(fault(step));
    expect([writer.status, writer.durable, durable]).toEqual(['failed', 3, []]);
    faults.clear();
    await expect(writer.append(patternMessages(3, 4))).rejects.toEqual(fault(step));
    await expect(writer.append([])).rejects.toEqual(fault(step));
    await expect(writer.flush()).rejects.toEqual(fault(step));
    // It was told already.
    await writer.close();
    expect([writer.status, writer.durable, readWriterState(path)]).toEqual(['closed', 3, 'closed']);
    await expectPattern(path, 3);
    await using next = await RawFileWriter.open(path, { adapter });
    await next.append(patternMessages(3, 7), patternIoGroups(3, 7));
    expect(await next.flush()).toBe(7);
    await expectPattern(path, 7);
  });

  it('what a flush by time fails with is told by the next call', async () => {
    const path = await newFile();
    const { adapter: broken, calls } = failing('flush msgs');
    const clock = new ManualClock();
    const writer = await RawFileWriter.open(path, { adapter: broken, clock });
    await writer.append([Uint8Array.of(1)]);
    clock.advance(250);
    while (writer.status === 'open') await new Promise(setImmediate);
    expect(calls).toContain('flush msgs');
    await expect(writer.append([Uint8Array.of(2)])).rejects.toEqual(fault('flush msgs'));
    await writer.close();
    await expectPattern(path, 3);
  });

  it('what a flush by time fails with is told by close, where no call comes', async () => {
    const path = await newFile();
    const clock = new ManualClock();
    const writer = await RawFileWriter.open(path, { adapter: failing('flush msgs').adapter, clock });
    await writer.append([Uint8Array.of(1)]);
    clock.advance(250);
    while (writer.status === 'open') await new Promise(setImmediate);
    const closing = writer.close();
    await expect(closing).rejects.toEqual(fault('flush msgs'));
    // The same promise, so everybody who closes is told.
    await expect(writer.close()).rejects.toEqual(fault('flush msgs'));
    expect(readWriterState(path)).toBe('closed');
    await expectPattern(path, 3);
  });

  it('what the flush of close fails with is told by close, and the file is closed', async () => {
    const path = await newFile();
    const writer = await RawFileWriter.open(path, { adapter: failing('write msgs').adapter, ...never });
    await writer.append([Uint8Array.of(1)]);
    await expect(writer.close()).rejects.toEqual(fault('write msgs 3:4'));
    expect([writer.status, readWriterState(path)]).toEqual(['closed', 'closed']);
    await expectPattern(path, 3);
  });

  it('what fails first is told, where the file cannot be closed either', async () => {
    const recorded = failing('write msgs');
    const [path, other] = [await newFile(), await newFile()];
    const writer = await RawFileWriter.open(other, { adapter: recorded.adapter, ...never });
    await writer.append([Uint8Array.of(1)]);
    const failedCall = (): Promise<number> => toRawFile(path, [Uint8Array.of(1)], { adapter: recorded.adapter });
    let isWriting = false;
    recorded.before = (call) => {
      // Closing after the checks goes well.
      if (call.startsWith('resize')) isWriting = true;
      return isWriting && call === 'close' ? Promise.reject(fault('close')) : Promise.resolve();
    };
    await expect(failedCall()).rejects.toEqual(fault('write msgs 3:4'));
    await expect(writer.close()).rejects.toEqual(fault('write msgs 3:4'));
    // With nothing before it, that is told itself.
    recorded.faults.clear();
    isWriting = false;
    const last = await RawFileWriter.open(await newFile(), { adapter: recorded.adapter });
    await last.append([Uint8Array.of(1)]);
    await expect(last.close()).rejects.toEqual(fault('close'));
  });

  it('all calls that wait for a flush that fails are told', async () => {
    const path = await newFile();
    const { adapter: broken, calls } = failing('write msgs');
    const writer = await RawFileWriter.open(path, { adapter: broken, flushEvery: 2, ...never });
    const first = writer.append(patternMessages(3, 5));
    const second = writer.append(patternMessages(5, 6));
    const third = writer.append(patternMessages(6, 9));
    const results = await Promise.allSettled([first, second, third, writer.flush()]);
    // The second one was only taken.
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected']);
    expect(calls.filter((call) => call.startsWith('write')).length).toBe(1);
    await writer.close();
    await expectPattern(path, 3);
  });

  it('what is flushed before a fault stays', async () => {
    const path = await newFile();
    const recorded = recordedAdapter(adapter);
    const writer = await RawFileWriter.open(path, { adapter: recorded.adapter, flushEvery: 4, ...never });
    await writer.append(patternMessages(3, 7), patternIoGroups(3, 7));
    recorded.faults.add(lostFlush);
    expect(await codeOf(writer.append(patternMessages(7, 11), patternIoGroups(7, 11)))).toBe('IO');
    expect(writer.durable).toBe(7);
    await writer.close();
    await expectPattern(path, 7);
  });

  it.skipIf(python === undefined)('at every step another process finds whole messages only', async () => {
    await using h5py = new H5pySteps();
    const path = await newFile();
    const recorded = recordedAdapter(adapter);
    const seen: number[] = [];
    const options = { adapter: recorded.adapter, flushEvery: 4, ...never };
    const writer = await RawFileWriter.open(path, options);
    recorded.before = async () => {
      const { messages, headers } = await h5py.lengths(path);
      seen.push(headers);
      expect(messages).toBeGreaterThanOrEqual(headers);
      const { messages: found, ioGroups } = await h5py.read(path, { end: headers });
      expect(found).toEqual(patternMessages(0, headers).map(base64));
      expect(ioGroups).toEqual(patternIoGroups(0, headers));
    };
    for (let start = 3; start < 15; start += 4) {
      await writer.append(patternMessages(start, start + 4), patternIoGroups(start, start + 4));
    }
    await writer.close();
    // Six steps each, and closing.
    expect(seen).toEqual([...Array<number>(6).fill(3), ...Array<number>(6).fill(7), ...Array<number>(6).fill(11), 15]);
    expect(await lengthOfRawFile(path, { adapter, strict: true })).toBe(15);
  });
});
