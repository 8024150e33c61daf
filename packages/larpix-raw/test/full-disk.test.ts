import { statSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, RawFileFollower } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../tooling/typescript/test-backends.js';
import { base64, H5pySteps, python } from './h5py-steps.js';
import { patternIoGroups, patternMessages } from './message-pattern.js';
import { scratchFolder } from './scratch-folder.js';
import { writerProcesses } from './writer-process.js';

const pathOf = scratchFolder();

// A limit on the size of files fails like a full disk, and needs no rights. HDF5 1.10 may crash on what is left, so the writer has
// a process of its own, and its end counts.
describe.runIf(process.platform === 'linux').each(testBackends)('a full disk on $name', ({ name, createAdapter }) => {
  const start = writerProcesses(name);
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const expectPattern = async (path: string, count: number): Promise<void> => {
    const { messages, ioGroups, length } = await fromRawFile(path, { adapter });
    expect(length).toBe(count);
    expect([...messages].map(base64)).toEqual(patternMessages(0, count).map(base64));
    expect([...ioGroups]).toEqual(patternIoGroups(0, count));
    if (python === undefined) return;
    await using h5py = new H5pySteps();
    const { messages: found, ioGroups: boards } = await h5py.read(path, { end: count });
    expect(found).toEqual(patternMessages(0, count).map(base64));
    expect(boards).toEqual(patternIoGroups(0, count));
  };

  it('is told by the writer, and what was durable stays readable', async () => {
    await using writer = start();
    const path = pathOf(`${name}-writer.h5`);
    await writer.step({ do: 'open', path, flushEvery: 100 });
    await writer.step({ do: 'append', start: 0, stop: 500, per: 100 });
    await using follower = await RawFileFollower.open(path, { adapter, timeoutMs: 0 });
    await writer.step({ do: 'limitFileSize', bytes: 2 ** 20 });
    const answer = await writer.step({ do: 'append', start: 500, stop: 50_000, per: 100 });
    const durable = answer.durable ?? 0;
    expect(answer).toEqual({ code: 'NO_SPACE', durable, status: 'failed' });
    expect(durable).toBeGreaterThan(2000);
    expect(durable % 100).toBe(0);
    // While the writer still has the file, and after it is gone.
    await expectPattern(path, durable);
    let next = 0;
    for await (const { first, count, messages } of follower) {
      expect(first).toBe(next);
      expect([...messages].map(base64)).toEqual(patternMessages(first, first + count).map(base64));
      next += count;
    }
    expect(next).toBe(durable);
    expect((await writer.step({ do: 'flush' })).code).toBe('NO_SPACE');
    await writer.step({ do: 'close' });
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
    await expectPattern(path, durable);
  });

  // Above 2 MiB HDF5 has to make room in its cache in the middle of what is appended.
  it.each([3000, 60_000])(
    'is told by a call that opens and closes the file, of which nothing stays: up to message %i',
    async (stop) => {
      await using writer = start();
      const path = pathOf(`${name}-calls-${stop}.h5`);
      expect((await writer.step({ do: 'toRawFile', path, start: 0, stop: 1000 })).code).toBe('done');
      await writer.step({ do: 'limitFileSize', bytes: statSync(path).size + 2 ** 16 });
      expect((await writer.step({ do: 'toRawFile', path, start: 1000, stop })).code).toBe('NO_SPACE');
      expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
      expect(await lengthOfRawFile(path, { adapter })).toBe(1000);
      await expectPattern(path, 1000);
    },
  );

  it('is told where a file cannot even be begun', async () => {
    await using writer = start();
    const path = pathOf(`${name}-begin.h5`);
    await writer.step({ do: 'limitFileSize', bytes: 512 });
    expect((await writer.step({ do: 'toRawFile', path, start: 0, stop: 10 })).code).toBe('NO_SPACE');
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
  });
});
