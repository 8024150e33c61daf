import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { requestChange } from '@h5tail/mth5';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { bin, programOn, type Program } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop();
const place = ['--station', 'mt01', '--run', 'a'];
const start = '2026-01-01T00:00:00';
const at = '/Experiment/Surveys/default_survey/Stations';

/** Samples of two channels, which tell their number. */
function blockLine(first: number, count: number): string {
  const ex = Array.from({ length: count }, (_, index) => first + index);
  return `${JSON.stringify({ ex, ey: ex.map((value) => -value) })}\n`;
}

/** Tells of what happens in a folder. */
function watching(folder: string, listener: (name: string) => void): Disposable {
  const watcher = watch(folder, (_, name) => listener(name ?? ''));
  return { [Symbol.dispose]: () => watcher.close() };
}

describe.each(testBackends)('sessions of MTH5 files on $name', ({ name }) => {
  const folder = temporaryFolder();
  const { start: begin, run } = programOn(name);

  async function initialized(file: string): Promise<string> {
    const path = join(folder, file);
    const init = ['--channels', 'ex,ey', '--sample-rate', '1000', '--start', start, '--chunk', '256'];
    expect((await run(['mth5', 'init', path, ...place, ...init])).exitCode).toBe(0);
    return path;
  }

  function append(path: string, ...flags: string[]): Program {
    const program = begin(['mth5', 'append', path, ...place, '--ack', ...flags]);
    program.child.stdin.on('error', () => undefined);
    return program;
  }

  /** Writes blocks as fast as they are taken, until it is told to stop; gives the number of samples. */
  function feed(program: Program, stop: AbortSignal): Promise<number> {
    return (async () => {
      let sent = 0;
      const gone = program.ended.then(() => undefined);
      while (!stop.aborted && program.child.exitCode === null && program.child.signalCode === null) {
        const isTaken = program.child.stdin.write(blockLine(sent, 50));
        sent += 50;
        const drained = (): Promise<void> =>
          new Promise((resolve) => program.child.stdin.once('drain', () => resolve()));
        await (isTaken ? new Promise(setImmediate) : Promise.race([drained(), gone]));
      }
      program.child.stdin.end();
      return sent;
    })();
  }

  it.runIf(process.platform === 'linux')('say how to mend the file where the disk was full', async () => {
    const path = await initialized('full.h5');
    const through = ['prlimit', '--fsize=200000:200000'];
    await using limited = begin(['mth5', 'append', path, ...place, '--ack', '--flush-samples', '500'], { through });
    limited.child.stdin.on('error', () => undefined);
    for (let first = 0; first < 50_000; first += 500) limited.child.stdin.write(blockLine(first, 500));
    limited.child.stdin.end();
    const { exitCode, stderr } = await limited.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /File too large\. Write to several files, or raise the limit\nh5tail: .*full\.h5 could not be closed; to mend it: .*mth5 recover .*full\.h5\n$/,
    );
    const { durable } = JSON.parse(limited.lines.at(-1) ?? '') as { durable: number };
    expect((await run(['mth5', 'recover', path])).exitCode).toBe(0);
    const [line] = (await run(['mth5', 'cat', path, 'default_survey/mt01/a/ey', '--from', '-1'])).lines;
    expect(JSON.parse(line ?? '')).toEqual({ start: durable - 1, samples: [1 - durable] });
  });

  it('are recorded by one program, changed by others, and read by more, without a sample lost', async () => {
    const path = await initialized('live.h5');
    await using recording = append(path, '--flush-samples', '500', '--flush-seconds', '0.01');
    const stop = new AbortController();
    const sent = feed(recording, stop.signal);
    await recording.line(3);
    await using reader = begin(['mth5', 'cat', path, 'default_survey/mt01/a', '--follow', '--timeout', '60']);
    await using monitor = begin(['mth5', 'monitor', path, '--timeout', '60']);
    await reader.line(2);

    const added = await run(['mth5', 'add', 'station', path, '--station', 'mt02', '--latitude', '-12.5']);
    expect(added).toMatchObject({ exitCode: 0, lines: [`{"added": "${at}/mt02", "via": "owner"}`] });
    const more = ['--station', 'mt02', '--run', 'b', '--channels', 'ex,hy', '--sample-rate', '4', '--dtype', 'f4'];
    const both = await Promise.all([
      run(['mth5', 'add', 'run', path, ...more]),
      run(['mth5', 'add', 'channel', path, ...place, '--channel', 'temperature', '--sample-rate', '1']),
    ]);
    expect(both.map(({ lines }) => JSON.parse(lines[0] ?? '') as unknown)).toEqual([
      { added: `${at}/mt02/b`, channels: [`${at}/mt02/b/ex`, `${at}/mt02/b/hy`], via: 'owner' },
      { added: `${at}/mt01/a/temperature`, via: 'owner' },
    ]);
    const again = await run(['mth5', 'add', 'run', path, ...more]);
    expect(again).toMatchObject({ exitCode: 0, lines: [`{"existed": "${at}/mt02/b", "via": "owner"}`] });
    // The one that has been watching all the time sees what was added.
    await expect
      .poll(() => monitor.lines.some((line) => line.includes('default_survey/mt02/b/hy')), { timeout: 20_000 })
      .toBe(true);
    const seen = reader.lines.length;
    await expect.poll(() => reader.lines.length, { timeout: 20_000 }).toBeGreaterThan(seen + 3);

    stop.abort();
    const total = await sent;
    expect(await recording.ended).toMatchObject({ exitCode: 0, signal: null });
    expect(JSON.parse(recording.lines.at(-1) ?? '')).toEqual({ durable: total });
    expect(await reader.ended).toMatchObject({ exitCode: 0, signal: null });
    expect(await monitor.ended).toMatchObject({ exitCode: 0 });
    let next: number | undefined;
    for (const line of reader.lines) {
      const block = JSON.parse(line) as { start: number; channels: { ex: number[]; ey: number[] } };
      next ??= block.start;
      expect(block.start).toBe(next);
      expect(block.channels.ex.every((value, index) => value === (next ?? 0) + index)).toBe(true);
      expect(block.channels.ey.every((value, index) => -value === (next ?? 0) + index)).toBe(true);
      next += block.channels.ex.length;
    }
    expect(next).toBe(total);
    const rows = (await run(['mth5', 'summary', path, '--json'])).lines.map(
      (line) => JSON.parse(line) as { readonly hdf5_reference: string },
    );
    expect(rows.toSorted((one, other) => one.hdf5_reference.localeCompare(other.hdf5_reference))).toEqual([
      expect.objectContaining({ station: 'mt01', component: 'ex', n_samples: total }),
      expect.objectContaining({ station: 'mt01', component: 'ey', n_samples: total }),
      expect.objectContaining({ station: 'mt01', component: 'temperature', n_samples: 0 }),
      expect.objectContaining({ station: 'mt02', component: 'ex', n_samples: 0, latitude: -12.5 }),
      expect.objectContaining({ station: 'mt02', component: 'hy', n_samples: 0, sample_rate: 4 }),
    ]);
  });

  it('have one recorder: a second one is refused, and does not disturb the first', async () => {
    const path = await initialized('two.h5');
    await using recording = append(path, '--flush-seconds', '0');
    recording.child.stdin.write(blockLine(0, 10));
    expect(await recording.line(1)).toBe('{"durable": 10}');
    await using second = append(path);
    second.child.stdin.end(blockLine(0, 10));
    const { exitCode, stderr } = await second.ended;
    expect([exitCode, second.lines]).toEqual([1, []]);
    expect(stderr).toMatch(/two\.h5.*: another program .*mth5 add changes the structure through it\n$/);
    recording.child.stdin.end(blockLine(10, 10));
    expect((await recording.ended).exitCode).toBe(0);
    expect(recording.lines.at(-1)).toBe('{"durable": 20}');
  });

  it('name the way out when the recorder was killed, for another one and for what is to be added', async () => {
    const path = await initialized('killed.h5');
    await using recording = append(path, '--flush-seconds', '0');
    recording.child.stdin.write(blockLine(0, 10));
    expect(await recording.line(1)).toBe('{"durable": 10}');
    recording.child.kill('SIGKILL');
    expect((await recording.ended).signal).toBe('SIGKILL');
    await using next = append(path);
    next.child.stdin.end(blockLine(10, 10));
    for (const { exitCode, stderr } of [
      await next.ended,
      await run(['mth5', 'add', 'station', path, '--station', 'mt02']),
    ]) {
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/killed\.h5.*: the writer of the file was killed, .*mth5 recover \S*killed\.h5 mends it/);
    }
    const { lines } = await run(['mth5', 'cat', path, 'default_survey/mt01/a/ex']);
    expect(lines).toEqual(['{"start": 0, "samples": [0,1,2,3,4,5,6,7,8,9]}']);

    const dry = await run(['mth5', 'recover', path, '--dry-run', '--json']);
    expect(JSON.parse(dry.lines.join(''))).toMatchObject({ file: path, copy: null, outcome: 'would-recover' });
    const copy = join(folder, 'mended.h5');
    expect(await run(['mth5', 'recover', path, '--copy-to', copy])).toMatchObject({ exitCode: 0 });
    expect((await run(['mth5', 'add', 'station', copy, '--station', 'mt02'])).lines).toEqual([
      `{"added": "${at}/mt02", "via": "file"}`,
    ]);
    const recovered = await run(['mth5', 'recover', path]);
    expect([recovered.exitCode, recovered.stderr]).toEqual([
      0,
      expect.stringMatching(/killed\.h5: recovered: \d+ findings?\n$/),
    ]);
    expect(recovered.lines.at(-1)).toMatch(/^\/h5tail.*: the session was marked as ended$/);
    await using last = append(path);
    last.child.stdin.end(blockLine(10, 10));
    expect((await last.ended).exitCode).toBe(0);
    expect(last.lines.at(-1)).toBe('{"durable": 20}');
    const again = await run(['mth5', 'recover', path]);
    expect([again.exitCode, again.lines, again.stderr]).toEqual([0, [], `h5tail: ${path}: nothing to recover\n`]);
  });

  it.each([1, 2, 3, 4, 5])(
    'lose nothing that was acknowledged when they are killed in the middle of a change of the structure: step %i',
    async (moment) => {
      const path = await initialized(`changed-${moment}.h5`);
      await using recording = append(path, '--flush-samples', '100', '--flush-seconds', '0.01');
      const stop = new AbortController();
      const sent = feed(recording, stop.signal);
      await recording.line(2);
      // A change makes a journal and removes it; the program is killed at another of these steps each time.
      let steps = 0;
      using _watcher = watching(folder, (entry) => {
        if (entry.startsWith(basename(path)) && entry !== basename(path) && ++steps === 4 + moment) {
          recording.child.kill('SIGKILL');
        }
      });
      const made: string[] = [];
      for (let index = 0; recording.child.signalCode === null; index++) {
        const channels = [{ channel: 'ex', sampleRate: 1 }];
        const change = { kind: 'add-run', station: 'mt01', run: `r${index}`, channels } as const;
        const answer = await requestChange(path, change).catch(() => undefined);
        if (answer === undefined) break;
        made.push(change.run);
      }
      stop.abort();
      expect((await recording.ended).signal).toBe('SIGKILL');
      const total = await sent;
      const { durable } = JSON.parse(recording.lines.at(-1) ?? '') as { durable: number };
      expect(durable).toBeGreaterThan(0);
      const recovered = await run(['mth5', 'recover', path]);
      expect([recovered.exitCode, recovered.stderr]).toEqual([0, expect.stringContaining('recovered: ')]);
      const cat = await run(['mth5', 'cat', path, 'default_survey/mt01/a', '--block', '1000000']);
      const blocks = cat.lines.map((line) => JSON.parse(line) as { channels: { ex: number[]; ey: number[] } });
      const ex = blocks.flatMap(({ channels }) => channels.ex);
      expect(ex.length).toBeGreaterThanOrEqual(durable);
      expect(ex.length).toBeLessThanOrEqual(total);
      expect(ex.every((value, index) => value === index)).toBe(true);
      expect(blocks.flatMap(({ channels }) => channels.ey).every((value, index) => -value === index)).toBe(true);
      const rows = (await run(['mth5', 'summary', path, '--json'])).lines.map(
        (line) => JSON.parse(line) as { run: string },
      );
      const runs = new Set(rows.map((row) => row.run));
      expect(made.every((id) => runs.has(id))).toBe(true);
      await using next = append(path);
      next.child.stdin.end(blockLine(ex.length, 10));
      expect((await next.ended).exitCode).toBe(0);
      expect(next.lines.at(-1)).toBe(`{"durable": ${ex.length + 10}}`);
    },
  );

  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('at %s keep what was read', async (signal, exitCode, words) => {
    const path = await initialized(`${signal}.h5`);
    await using recording = append(path, '--flush-samples', '10', '--flush-seconds', 'inf');
    recording.child.stdin.write(blockLine(0, 10));
    await recording.line(1);
    recording.child.stdin.write(`${blockLine(10, 3)}{"ex": [`);
    // Its answer tells that the line before it was read.
    await expect
      .poll(async () => {
        await run(['mth5', 'add', 'station', path, '--station', 'mt02']);
        return recording.lines.at(-1);
      })
      .toBe('{"durable": 13}');
    recording.child.kill(signal);
    const { stderr, ...ended } = await recording.ended;
    expect(ended).toEqual({ exitCode, signal: null });
    expect(stderr).toContain(
      `h5tail: ${words}; 13 samples of each channel appended, run a has 13 and ${path} is closed`,
    );
    expect(stderr).toContain('; the last 8 bytes of stdin are no whole block\n');
    const [ex] = (await run(['mth5', 'summary', path, '--json'])).lines;
    expect(JSON.parse(ex ?? '')).toMatchObject({ n_samples: 13, start: `${start}+00:00` });
  });

  it('go on when nobody reads the acknowledgements any more', async () => {
    const path = await initialized('pipe.h5');
    const self = `'${process.execPath}' '${bin}'`;
    const lines = Array.from({ length: 200 }, (_, index) => blockLine(index * 10, 10)).join('');
    const command = `${self} mth5 append '${path}' ${place.join(' ')} --ack --flush-samples 10 --backend ${name} | head -1`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { input: lines, encoding: 'utf8' });
    expect(stdout).toMatch(/^\{"durable": \d+\}\n$/);
    expect(stderr).toContain('2000 samples of each channel appended, run a has 2000');
  });

  it('run where the environment says CI', async () => {
    const path = await initialized('ci.h5');
    const through = { environment: { CI: 'true' } };
    await using recording = begin(['mth5', 'append', path, ...place], through);
    recording.child.stdin.write(blockLine(0, 10));
    const added = await run(['mth5', 'add', 'station', path, '--station', 'mt02'], through);
    expect(added.lines).toEqual([expect.stringContaining('"added"')]);
    recording.child.stdin.end();
    expect((await recording.ended).exitCode).toBe(0);
    expect(recording.lines).toEqual(['{"appended": 10, "samples": 10, "run": "a"}']);
  });

  it('leave stdin where it is while the disk is slower, and memory flat', async () => {
    const path = await initialized('flat.h5');
    await using recording = append(path, '--input', 'raw');
    const piece = Buffer.alloc(1 << 20);
    const samples = Array.from({ length: piece.length / 8 }, (_, index) => index);
    for (const index of samples) piece.writeInt32LE(index, index * 8);
    for (let count = 0; count < 100; count++) {
      if (!recording.child.stdin.write(piece)) await once(recording.child.stdin, 'drain');
    }
    const status = `/proc/${recording.child.pid}/status`;
    if (existsSync(status)) {
      const { stdout } = spawnSync('grep', ['VmHWM', status], { encoding: 'utf8' });
      // The input has 100 MB.
      expect(Number(/\d+/.exec(stdout)?.[0])).toBeLessThan(300_000);
    }
    recording.child.stdin.end();
    expect((await recording.ended).exitCode).toBe(0);
    expect(recording.lines.at(-1)).toBe(`{"durable": ${100 * samples.length}}`);
  });

  it.skipIf(python === undefined)('leave files that h5py reads', async () => {
    const path = await initialized('h5py.h5');
    await using recording = append(path, '--gaps', 'new-run');
    recording.child.stdin.write(blockLine(0, 100));
    recording.child.stdin.write(`{"start": "2026-01-01T00:10:00", "ex": [1, 2], "ey": [3, 4]}\n`);
    recording.child.stdin.end();
    expect((await recording.ended).exitCode).toBe(0);
    expect(recording.lines.at(-1)).toBe('{"durable": 2, "run": "b"}');
    const script = [
      'import sys, json, h5py',
      "f = h5py.File(sys.argv[1], 'r')",
      "s = f['Experiment/Surveys/default_survey/Stations/mt01']",
      "print(json.dumps([s['a/ex'][:].tolist(), s['b/ey'][:].tolist(), s['b'].attrs['time_period.start']]))",
      "print(json.dumps([[r[c].decode() if isinstance(r[c], bytes) else int(r[c]) for c in ('run', 'component', 'n_samples')] for r in f['Experiment/channel_summary'][:]]))",
    ].join('\n');
    const { stdout, stderr } = spawnSync(python as string, ['-c', script, path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      [Array.from({ length: 100 }, (_, index) => index), [3, 4], '2026-01-01T00:10:00+00:00'],
      [
        ['a', 'ex', 100],
        ['a', 'ey', 100],
        ['b', 'ex', 2],
        ['b', 'ey', 2],
      ],
    ]);
  });
});
