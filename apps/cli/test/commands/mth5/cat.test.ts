import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { beginMth5, countedSamples, recordSamples, writeMth5 } from './mth5-files.js';

const python = pythonForInterop();
const ex = 'demo/mt01/a/ex';

describe.each(testBackends)('mth5 cat on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'complete.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
    await writeMth5(path, adapter, 2500);
  });

  async function cat(
    ...args: readonly string[]
  ): Promise<{ readonly process: FakeProcess; readonly exitCode: number }> {
    const process = new FakeProcess({ adapter });
    return { process, exitCode: await process.run('mth5', 'cat', ...args) };
  }

  it.each([ex, `/${ex}`, '/Experiment/Surveys/demo/Stations/mt01/a/ex'])('prints the samples of %s', async (object) => {
    const { process, exitCode } = await cat(path, object);
    expect([exitCode, process.stderr.text]).toEqual([0, '']);
    expect(process.output).toEqual([
      { start: 0, samples: countedSamples(0, 0, 1024) },
      { start: 1024, samples: countedSamples(0, 1024, 2048) },
      { start: 2048, samples: countedSamples(0, 2048, 2500) },
    ]);
  });

  it.each(['demo/mt01/a', '/Experiment/Surveys/demo/Stations/mt01/a'])(
    'prints the channels of %s together',
    async (object) => {
      const { process } = await cat(path, object, '--from', '-3', '--block', '2');
      expect(process.output).toEqual([
        { start: 2497, channels: { ex: countedSamples(0, 2497, 2499), hy: countedSamples(1, 2497, 2499) } },
        { start: 2499, channels: { ex: countedSamples(0, 2499, 2500), hy: countedSamples(1, 2499, 2500) } },
      ]);
    },
  );

  it.each([
    [['--from', '10', '--to', '13'], 10, 13],
    [['--from', '-2'], 2498, 2500],
    [['--to', '-2498'], 0, 2],
    [['--from', '2499', '--to', '9999'], 2499, 2500],
    [['--start', '2026-03-01T12:00:01', '--end', '2026-03-01T12:00:01.2Z'], 10, 13],
    [['--start', '2026-03-01T14:04:09.9+02:00'], 2499, 2500],
    [['--end', '2026-03-01 12:00:00'], 0, 1],
  ])('prints the slice %j', async (flags, start, stop) => {
    expect((await cat(path, ex, ...flags)).process.output).toEqual([
      { start, samples: countedSamples(0, start, stop) },
    ]);
  });

  it.each([[['--from', '9999']], [['--from', '5', '--to', '5']], [['--start', '2027-01-01']]])(
    'prints nothing of %j',
    async (flags) => {
      const { process, exitCode } = await cat(path, ex, ...flags);
      expect([exitCode, process.stdout.text, process.stderr.text]).toEqual([0, '', '']);
    },
  );

  it.each([
    ['demo/mt01/a/ez', 'there is no ez. There are ex, hy'],
    ['demo/mt01/b/ex', 'there is no run b. There are a'],
    ['demo/mt02/a', 'there is no station mt02. There are mt01'],
    ['other/mt01/a', 'there is no survey other. There are demo'],
    ['mt01/a', '"mt01/a" is not the path of a channel'],
  ])('says of %s what there is', async (object, words) => {
    for (const flags of [[], ['--follow']]) {
      const { process, exitCode } = await cat(path, object, ...flags);
      expect(exitCode).toBe(1);
      expect(process.stderr.lines).toEqual([expect.stringContaining(words)]);
    }
  });

  it('takes a slice by numbers or by times', async () => {
    const { process, exitCode } = await cat(path, ex, '--from', '1', '--end', '2026-03-01');
    expect(exitCode).toBe(2);
    expect(process.stderr.text).toContain('--start and --end are times: give the ones or the others');
  });

  it.skipIf(python === undefined)('keeps all digits, and says of numbers that JSON lacks what they are', async () => {
    const other = join(folder, 'foreign.h5');
    await writeMth5(other, adapter, 1);
    const script = [
      'import sys, h5py, numpy',
      "g = h5py.File(sys.argv[1], 'r+')['/Experiment/Surveys/demo/Stations/mt01/a']",
      "for name, values in (('ex', numpy.array([2**63 - 1, -2**63])), ('hy', numpy.array([numpy.nan, -numpy.inf, -0.0, 0.1]))):",
      '    attrs = dict(g[name].attrs)',
      '    del g[name]',
      '    d = g.create_dataset(name, data=values, maxshape=(None,), chunks=(8,))',
      '    for key in attrs: d.attrs[key] = attrs[key]',
    ].join('\n');
    const { stderr } = spawnSync(python as string, ['-c', script, other], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect((await cat(other, ex)).process.stdout.text).toBe(
      '{"start": 0, "samples": [9223372036854775807,-9223372036854775808]}\n',
    );
    expect((await cat(other, 'demo/mt01/a/hy')).process.stdout.text).toBe(
      '{"start": 0, "samples": ["NaN","-Infinity",-0.0,0.1]}\n',
    );
  });

  it('follows a session to its end', async () => {
    const live = join(folder, 'live.h5');
    const file = await beginMth5(live, adapter);
    await recordSamples(file, 0, 10);
    const process = new FakeProcess({ adapter });
    let step = 0;
    const steps = [() => recordSamples(file, 10, 30), () => recordSamples(file, 30, 31), () => file.close()];
    let stepping = Promise.resolve();
    process.stdout.onText = (text) => {
      const seen = text.split('\n').length - 1;
      if (seen > step && step < steps.length) stepping = stepping.then(steps[step++]);
    };
    expect(await process.run('mth5', 'cat', live, ex, '--follow', '--from', '-4', '--timeout', '30')).toBe(0);
    await stepping;
    const samples = process.output.flatMap((line) => (line as { samples: number[] }).samples);
    expect(samples).toEqual(countedSamples(0, 6, 31));
    expect(process.output[0]).toEqual({ start: 6, samples: countedSamples(0, 6, 10) });
    expect(process.stderr.lines).toEqual(['h5tail: 25 samples, finished: the session has ended']);
  });

  it('follows to where it was told, or to the time-out', async () => {
    const live = join(folder, 'bounded.h5');
    await using file = await beginMth5(live, adapter);
    await recordSamples(file, 0, 20);
    const to = await cat(live, ex, '--follow', '--from', '2', '--to', '5', '--timeout', '30');
    expect(to.exitCode).toBe(0);
    expect(to.process.output).toEqual([{ start: 2, samples: countedSamples(0, 2, 5) }]);
    expect(to.process.stderr.lines).toEqual(['h5tail: 3 samples, complete: all that was asked for']);
    const times = ['--start', '2026-03-01T12:00:01', '--end', '2026-03-01T12:00:01.1'];
    const part = await cat(live, 'demo/mt01/a', '--follow', ...times, '--timeout', '30');
    expect(part.process.output).toEqual([
      { start: 10, channels: { ex: countedSamples(0, 10, 12), hy: countedSamples(1, 10, 12) } },
    ]);
    const nothing = await cat(live, ex, '--follow', '--from', '5', '--to', '5', '--timeout', '30');
    expect([nothing.exitCode, nothing.process.stdout.text]).toEqual([0, '']);
    const idle = await cat(live, ex, '--follow', '--timeout', '0.2');
    expect(idle.exitCode).toBe(3);
    expect(idle.process.output).toEqual([{ start: 0, samples: countedSamples(0, 0, 20) }]);
    expect(idle.process.stderr.text).toMatch(
      /^h5tail: 20 samples, idle time-out: nothing new within 0\.2 s; its writer is still there: /,
    );
  });

  it('ends at a signal, and when nobody reads its output', async () => {
    for (const flags of [[], ['--follow', '--timeout', 'inf']]) {
      const stopped = new FakeProcess({ adapter });
      stopped.stdout.onText = () => stopped.stop('SIGINT');
      expect(await stopped.run('mth5', 'cat', path, ex, ...flags)).toBe(130);
      expect(stopped.stderr.text).toMatch(/interrupted\n$/);
      const unread = new FakeProcess({ adapter });
      unread.stdout.failure = 'EPIPE';
      expect(await unread.run('mth5', 'cat', path, ex, ...flags)).toBe(0);
    }
  });
});
