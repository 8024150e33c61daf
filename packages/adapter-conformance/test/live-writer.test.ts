import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FollowReader, LiveWriter, framePattern, messagePattern, pythonForInterop } from '../src/live-writer.js';

const python = pythonForInterop();

describe('framePattern', () => {
  it('computes what the writer writes', () => {
    expect(framePattern(2, [2, 2], 'uint16')).toEqual(Uint16Array.of(63, 66, 70, 73));
    expect(framePattern(10, [], 'uint8')).toEqual(Uint8Array.of(311 - 256));
    expect(framePattern(3000, [1], 'int16')).toEqual(Int16Array.of(93_001 - 65_521));
    expect(framePattern(1, [2], 'uint64')).toEqual(BigUint64Array.of(32n, 35n));
    expect(messagePattern(9, 2)).toEqual(Uint8Array.of(24, 31));
    expect(() => framePattern(0, [1, 1, 1], 'uint8')).toThrow(RangeError);
  });
});

describe('pythonForInterop', () => {
  it('follows the environment', () => {
    expect(pythonForInterop({ H5TAIL_PYTHON: 'py' })).toBe('py');
    expect(pythonForInterop({})).toBe('python3');
    expect(pythonForInterop({ H5TAIL_INTEROP: '0', H5TAIL_PYTHON: 'py' })).toBeUndefined();
    expect(() => pythonForInterop({ H5TAIL_INTEROP: '0', CI: 'true' })).toThrow(/CI/);
  });
});

if (python !== undefined) {
  describe('LiveWriter', () => {
    let folder = '';
    beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'h5tail-writer-'))));
    afterAll(() => rm(folder, { recursive: true }));

    it('writes what it is told, and a reader process sees it', async () => {
      const path = join(folder, 'steps.h5');
      await using writer = await LiveWriter.start({ python });
      await using reader = await FollowReader.start({ python });
      const growing = { path: '/frames', dtype: 'uint16', shape: [0, 2, 2], maxShape: [null, 2, 2], chunks: [1, 2, 2] };
      await writer.step({ do: 'create', path, datasets: [growing] });
      await writer.step({ do: 'swmr' });
      await reader.step({ do: 'open', path });
      await writer.step({ do: 'resize', dataset: '/frames', shape: [2, 2, 2] });
      await writer.step({ do: 'write', dataset: '/frames', selection: [1], value: 'frame', index: 2 });
      await writer.step({ do: 'flush', dataset: '/frames' });
      expect((await writer.step({ do: 'state' })).swmr).toBe(true);
      const { data, shape } = await reader.step({ do: 'read', dataset: '/frames', refresh: true });
      expect(shape).toEqual([2, 2, 2]);
      expect(data).toEqual([0, 0, 0, 0, 63, 66, 70, 73]);
    });

    it('runs a scan and tells its frames', async () => {
      await using writer = await LiveWriter.start({ python });
      const spec = {
        path: join(folder, 'scan.h5'),
        data: '/d',
        keys: ['/k'],
        frames: 5,
        frameShape: [2],
        dtype: 'uint8',
      };
      const run = writer.scan({ ...spec, report: true });
      const indices: number[] = [];
      for await (const event of run) if (event.event === 'frame') indices.push(event.index);
      expect(indices).toEqual([0, 1, 2, 3, 4]);
      expect(await run.done).toMatchObject({ frames: 5, wasKilled: false });
    });

    it('tells of its own death', async () => {
      const path = join(folder, 'killed.h5');
      const writer = await LiveWriter.start({ python });
      const spec = { path, data: '/d', keys: ['/k'], frames: 5, frameShape: [2], dtype: 'uint8', killAfter: 2 };
      const run = writer.scan(spec);
      expect(await run.done).toMatchObject({ frames: 2, wasKilled: true });
      expect((await readFile(path))[11]).toBe(5);
      await expect(writer.step({ do: 'state' })).rejects.toThrow(/SIGKILL/);
      await writer[Symbol.asyncDispose]();
    });

    it('fails loudly', async () => {
      await using writer = await LiveWriter.start({ python, timeoutMs: 5000 });
      await expect(writer.step({ do: 'flush' })).rejects.toThrow(/'flush' refused: CommandError: no file is open/);
      await expect(LiveWriter.start({ python: '/no/such/python' })).rejects.toThrow(/could not be started/);
      await expect(
        writer.scan({ data: '/d', keys: [], frames: 1, frameShape: [], dtype: 'uint8' }).done,
      ).rejects.toThrow();
      await writer.kill();
      expect(writer.isRunning).toBe(false);
    });

    it('does not wait for ever', async () => {
      await using writer = await LiveWriter.start({ python });
      const path = join(folder, 'slow.h5');
      const spec = { path, data: '/d', keys: ['/k'], frames: 1000, frameShape: [], dtype: 'uint8', intervalMs: 50 };
      await expect(writer.scan(spec, { timeoutMs: 100 }).done).rejects.toThrow(/no answer within 100 ms/);
    });
  });
}
