import { join } from 'node:path';
import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { systemClock } from '../../../src/clock.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { beginMth5, countedSamples, killedMth5, recordSamples, writeMth5 } from './mth5-files.js';

interface Line {
  readonly channel: string;
  readonly samples: number;
  readonly rate: number | null;
  readonly end: string | null;
  readonly level: number | null;
  readonly state: string;
}

function levelOf(channel: number, start: number, stop: number): number {
  const squares = countedSamples(channel, start, stop).map((sample) => sample ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

describe.each(testBackends)('mth5 monitor on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  it('tells of a complete file that it is finished', async () => {
    const path = join(folder, 'complete.h5');
    await writeMth5(path, 25);
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'monitor', path)).toBe(0);
    const end = '2026-03-01T12:00:02.400000+00:00';
    expect(process.output).toEqual(
      ['ex', 'hy'].map((name, i) => ({
        channel: `demo/mt01/a/${name}`,
        samples: 25,
        rate: 0,
        end,
        level: expect.closeTo(levelOf(i, 15, 25), 3) as number,
        state: 'finished',
      })),
    );
    expect(Object.keys(process.output[0] as object)).toEqual(['channel', 'samples', 'rate', 'end', 'level', 'state']);
    expect(process.stderr.lines).toEqual(['h5tail: 2 channels, finished: nobody records any more']);
  });

  it('tells each change of a channel, also of those that are added, to the end of the session', async () => {
    const path = join(folder, 'live.h5');
    const file = await beginMth5(path);
    const process = new FakeProcess({ adapter });
    const latest = (): Record<string, Line> =>
      Object.fromEntries((process.output as Line[]).map((line) => [line.channel.slice(10), line]));
    const until = (done: (channels: Record<string, Line>) => boolean): Promise<void> =>
      new Promise((resolve) => {
        process.stdout.onText = () => {
          if (done(latest())) resolve();
        };
      });
    const first = until((channels) => channels['a/hy'] !== undefined);
    const running = process.run('mth5', 'monitor', path, '--timeout', '60');
    await first;
    expect(latest()['a/ex']).toEqual({
      channel: 'demo/mt01/a/ex',
      samples: 0,
      rate: null,
      end: null,
      level: null,
      state: 'live',
    });
    for (const [start, stop] of [
      [0, 7],
      [7, 12],
      [12, 30],
    ] as const) {
      const seen = until(({ 'a/ex': one, 'a/hy': two }) => one?.samples === stop && two?.samples === stop);
      await recordSamples(file, start, stop);
      await seen;
    }
    const { 'a/ex': line } = latest();
    expect(line).toMatchObject({ end: '2026-03-01T12:00:02.900000+00:00', state: 'live' });
    expect(line?.level).toBeCloseTo(levelOf(0, 20, 30), 3);
    expect(line?.rate).toBeGreaterThan(0);
    const added = until((channels) => channels['b/hz'] !== undefined);
    const station = await (await file.survey('demo')).station('mt01');
    await (await station.addRun('b')).addChannel('hz', { sampleRate: 1, start: '2026-03-02' });
    await added;
    expect(latest()['b/hz']).toMatchObject({ channel: 'demo/mt01/b/hz', samples: 0, state: 'live' });
    await file.close();
    expect(await running).toBe(0);
    expect(Object.values(latest()).map(({ samples, state }) => [samples, state])).toEqual([
      [30, 'finished'],
      [30, 'finished'],
      [0, 'finished'],
    ]);
    expect(process.stderr.lines).toEqual(['h5tail: 3 channels, finished: nobody records any more']);
  });

  it('does not count the time that its first look takes', async () => {
    const path = join(folder, 'slow.h5');
    const file = await beginMth5(path);
    let spentMs = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + spentMs };
    const process = new FakeProcess({ adapter, clock });
    const first = new Promise<void>((resolve) => {
      process.stdout.onText = () => {
        spentMs = 5000;
        resolve();
      };
    });
    const running = process.run('mth5', 'monitor', path, '--timeout', '4');
    await first;
    await recordSamples(file, 0, 5);
    await file.close();
    expect(await running).toBe(0);
    expect(process.output.at(-1)).toMatchObject({ samples: 5, state: 'finished' });
  });

  it('tells that the writer is gone, and how to mend the file', async () => {
    const path = join(folder, 'killed.h5');
    await killedMth5(path, 10);
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'monitor', path, '--timeout', '0.5')).toBe(3);
    expect(process.output).toMatchObject([
      { channel: 'demo/mt01/a/ex', samples: 10, rate: 0, state: 'writer-gone' },
      { channel: 'demo/mt01/a/hy', samples: 10, rate: 0, state: 'writer-gone' },
    ]);
    expect(process.stderr.text).toMatch(
      /^h5tail: 2 channels, idle time-out: nothing new within 0\.5 s; its writer is gone .*h5tail mth5 recover \/.*killed\.h5\n$/,
    );
  });

  it('shows a channel that has no sample rate', async () => {
    const path = join(folder, 'without rate.h5');
    await writeMth5(path, 25);
    {
      await using plain = await openFile(path, { adapter, mode: 'r+' });
      const ex = await plain.dataset('/Experiment/Surveys/demo/Stations/mt01/a/ex');
      await ex.attributes.set('sample_rate', 0);
    }
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'monitor', path, '--once')).toBe(0);
    expect(process.output).toMatchObject([
      { channel: 'demo/mt01/a/ex', samples: 25, state: 'finished' },
      { channel: 'demo/mt01/a/hy', samples: 25, state: 'finished' },
    ]);
    const cat = new FakeProcess({ adapter });
    expect(await cat.run('mth5', 'cat', path, 'demo/mt01/a/ex', '--from', '-2')).toBe(0);
    expect(cat.output).toEqual([{ start: 23, samples: countedSamples(0, 23, 25) }]);
  });

  it('looks once', async () => {
    const path = join(folder, 'once.h5');
    await using file = await beginMth5(path);
    await recordSamples(file, 0, 5);
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'monitor', path, '--once')).toBe(0);
    expect(process.output).toMatchObject([
      { channel: 'demo/mt01/a/ex', samples: 5, rate: null, state: 'live' },
      { channel: 'demo/mt01/a/hy', samples: 5, rate: null, state: 'live' },
    ]);
    expect(process.stderr.text).toBe('');
    const terminal = new FakeProcess({ adapter, isTTY: true, variables: { NO_COLOR: '1' } });
    expect(await terminal.run('mth5', 'monitor', path, '--once')).toBe(0);
    expect(terminal.stdout.lines.map((line) => line.split(/ {2,}/))).toMatchObject([
      ['channel', 'samples', 'rate /s', 'last time UTC', 'level', 'state'],
      ['demo/mt01/a/ex', '5', '-', '2026-03-01 12:00:00.400', '1000000', 'live'],
      ['demo/mt01/a/hy', '5', '-', '2026-03-01 12:00:00.400', '2000000', 'live'],
    ]);
  });

  it('draws a table over the one before on a terminal, and ends at a signal with the cursor shown', async () => {
    const path = join(folder, 'terminal.h5');
    await using file = await beginMth5(path);
    const process = new FakeProcess({ adapter, isTTY: true });
    const drawn = new Promise<void>((resolve) => (process.stdout.onText = () => resolve()));
    const running = process.run('mth5', 'monitor', path, '--timeout', 'inf');
    await drawn;
    const again = new Promise<void>((resolve) => {
      process.stdout.onText = (text) => void (text.includes('12:00:00.400') && resolve());
    });
    await recordSamples(file, 0, 5);
    await again;
    process.stop('SIGINT');
    expect(await running).toBe(130);
    // Three lines up for the next drawing.
    expect(process.stdout.text).toContain('\u001B[3A');
    expect(process.stdout.text.endsWith('\u001B[?25h')).toBe(true);
    expect(process.stderr.lines).toEqual(['h5tail: interrupted']);
  });

  it('waits for a session in a file that nobody has recorded into, and ends when nobody reads it', async () => {
    const path = join(folder, 'new.h5');
    const init = ['init', path, '--survey', 'demo', '--station', 'mt01', '--run', 'a', '--channels', 'ex'];
    expect(await new FakeProcess({ adapter }).run('mth5', ...init, '--sample-rate', '10')).toBe(0);
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'monitor', path, '--timeout', '0.3')).toBe(3);
    expect(process.output).toMatchObject([{ samples: 0, rate: 0, state: 'stalled' }]);
    const unread = new FakeProcess({ adapter });
    unread.stdout.failure = 'EPIPE';
    expect(await unread.run('mth5', 'monitor', path, '--timeout', 'inf')).toBe(0);
  });
});
