import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { framePattern, LiveWriter, pythonForInterop, type ScanSpec } from '@h5tail/adapter-conformance/live-writer';
import { interceptingAdapter } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../fake-environment.js';
import { expectFrames, lastLine, type ExpectedScan } from './frame-lines.js';
import { programOn } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop();
const dtype = 'uint16';

function expected(
  spec: Pick<ScanSpec, 'data' | 'frames' | 'frameShape'>,
  rest: Partial<ExpectedScan> = {},
): ExpectedScan {
  const { data, frames, frameShape } = spec;
  const frameAt = (index: number): Uint16Array => framePattern(index, frameShape, dtype);
  return { data, frames, frameShape, dtype: '<u2', maxShape: [frames], frameAt, ...rest };
}

/** An adapter that tells of each file that it could not open. */
function tellingFaults(inner: Hdf5Adapter, listener: (fault: unknown) => void): Hdf5Adapter {
  return interceptingAdapter(inner, {
    adapter: (original) => ({
      open: (path, options) =>
        original.open(path, options).catch((fault: unknown) => {
          listener(fault);
          throw fault;
        }),
    }),
  });
}

describe.skipIf(python === undefined).each(testBackends)(
  'follow on $name, with h5py writing in another process',
  ({ name, createAdapter }) => {
    const folder = temporaryFolder();
    const { start } = programOn(name);

    /** Follows from before the file exists; gives what arrived and how it ended. */
    async function followScan(file: string, spec: Omit<ScanSpec, 'dtype'>, ...flags: string[]) {
      const path = join(folder, file);
      await using writer = await LiveWriter.start({ python: python as string });
      const keys = spec.keys.flatMap((key) => ['--keys', key]);
      const finished = spec.finished === undefined ? [] : ['--finished', spec.finished];
      await using follow = start([
        'follow',
        path,
        ...keys,
        '--data',
        spec.data,
        ...finished,
        '--values',
        '--wait',
        ...flags,
      ]);
      const scan = writer.scan({ ...spec, dtype, path });
      const { wasKilled } = await scan.done;
      const ended = await follow.ended;
      return { lines: follow.lines, ended, wasKilled };
    }

    it(
      'gets all of 3000 frames at 2 ms with every value right, none missing, none twice',
      { timeout: 120_000 },
      async () => {
        const spec = { data: '/entry/data', keys: ['/entry/keys'], frames: 3000, frameShape: [64, 64], intervalMs: 2 };
        const { lines, ended } = await followScan('stack.h5', spec);
        expect(ended).toEqual({
          exitCode: 0,
          signal: null,
          stderr: lastLine('3000 frames, complete: every key is set'),
        });
        expectFrames(lines, expected(spec));
      },
    );

    it('follows a growing scan of unknown length to its finished flag', async () => {
      const scan = { data: '/data', keys: ['/keys'], frames: 400, frameShape: [16, 16], intervalMs: 2 };
      const { lines, ended } = await followScan('growing.h5', { ...scan, growing: true, finished: '/finished' });
      expect(ended).toMatchObject({ exitCode: 0, stderr: lastLine('400 frames, finished: the finished flag is set') });
      expectFrames(lines, expected(scan, { maxShape: [null] }));
    });

    it.each([{ growing: false }, { growing: true, bounded: true }])(
      'follows a grid with keys of its shape: %j',
      async (kind) => {
        const scan = { data: '/data', keys: ['/keys'], frames: 24 * 20, frameShape: [12, 10], intervalMs: 1 };
        const { lines, ended } = await followScan(`grid-${kind.growing}.h5`, { ...scan, ...kind, grid: [24, 20] });
        expect(ended).toMatchObject({ exitCode: 0, stderr: lastLine('480 frames, complete: every key is set') });
        expectFrames(lines, expected(scan, { maxShape: [24, 20], columns: 20 }));
      },
    );

    it('follows two keys that are set at different speeds and out of order', async () => {
      const scan = { data: '/data', keys: ['/fast', '/slow'], frames: 500, frameShape: [8, 8], intervalMs: 1 };
      const order = { order: 'shuffle-window', window: 16, seed: 7, keyLagFrames: [0, 25] } as const;
      const { lines, ended } = await followScan('two-keys.h5', { ...scan, ...order });
      expect(ended).toMatchObject({ exitCode: 0, stderr: lastLine('500 frames, complete: every key is set') });
      expectFrames(lines, expected(scan));
    });

    it('gets every frame with a key from a writer that is killed, then ends with 3', async () => {
      const scan = { data: '/data', keys: ['/keys'], frames: 400, frameShape: [16, 16], intervalMs: 1 };
      const { lines, ended, wasKilled } = await followScan('killed.h5', { ...scan, killAfter: 150 }, '--timeout', '1');
      expect(wasKilled).toBe(true);
      expect(ended.exitCode).toBe(3);
      expect(ended.stderr).toMatch(
        /^h5tail: 150 frames, idle time-out: nothing new within 1 s; the file was not closed.*\n$/,
      );
      expectFrames(lines, expected({ ...scan, frames: 150 }, { maxShape: [400] }));
    });

    it('sees that the writer has closed the file, without waiting for the time-out', async () => {
      const path = join(folder, 'closed.h5');
      await using writer = await LiveWriter.start({ python: python as string });
      await using follow = start(['follow', path, '--keys', '/keys', '--data', '/data', '--timeout', '60', '--wait']);
      const scan = { data: '/data', keys: ['/keys'], frames: 50, frameShape: [4], dtype } as const;
      await writer.scan({ ...scan, path, gap: [40], intervalMs: 1 }).done;
      await follow.line(40);
      await writer.step({ do: 'close' });
      expect(await follow.ended).toMatchObject({
        exitCode: 0,
        stderr: lastLine(
          '40 frames, closed: .*; frame 40 of 50 has no key, and 9 frames behind it are ready: .* gets them',
        ),
      });
    });

    it('waits for a writer that has not started SWMR mode', async () => {
      const path = join(folder, 'late.h5');
      const scan = { data: '/data', keys: ['/keys'], frames: 5, frameShape: [4], dtype } as const;
      await using writer = await LiveWriter.start({ python: python as string });
      await writer.step({ do: 'create_scan', path, ...scan, swmr: false });
      let tell: (fault: unknown) => void = () => undefined;
      const refused = new Promise((resolve) => (tell = resolve));
      const follow = new FakeProcess({ adapter: tellingFaults(await createAdapter(), tell) });
      const ended = follow.run('follow', path, '--keys', '/keys', '--data', '/data', '--values');
      expect(await Promise.race([refused, ended])).toMatchObject({ code: 'NOT_SWMR_READABLE' });
      await writer.step({ do: 'swmr' });
      await writer.scan(scan).done;
      expect(await ended).toBe(0);
      expectFrames(follow.stdout.lines, expected(scan));
    });

    it('prints each shape of a growing dataset', async () => {
      const path = join(folder, 'watched.h5');
      await using writer = await LiveWriter.start({ python: python as string });
      const dataset = { path: '/grows', dtype: 'float64', shape: [0, 3], maxShape: [null, 3] } as const;
      await writer.step({ do: 'create', path, datasets: [dataset] });
      await writer.step({ do: 'swmr' });
      await using watch = start(['watch', path, '/grows']);
      for (let rows = 1; rows <= 5; rows++) {
        expect(JSON.parse(await watch.line(rows))).toMatchObject({ path: '/grows', shape: [rows - 1, 3] });
        await writer.step({ do: 'resize', dataset: '/grows', shape: [rows, 3] });
        await writer.step({ do: 'flush', dataset: '/grows' });
      }
      await watch.line(6);
      await writer.step({ do: 'close' });
      expect(await watch.ended).toMatchObject({
        exitCode: 0,
        stderr: 'h5tail: 6 lines, closed: the writer has closed the file\n',
      });
    });
  },
);
