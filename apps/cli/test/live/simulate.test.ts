import { spawnSync } from 'node:child_process';
import { renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { FollowReader, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { readWriterState } from '@h5tail/local-file';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { simulatedFrames } from '../../src/commands/simulate/simulated-frame.js';
import { expectFrames, lastLine } from './frame-lines.js';
import { programOn } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop();
const followFlags = [
  '--keys',
  '/entry/keys',
  '--data',
  '/entry/data/frames',
  '--finished',
  '/entry/finished',
  '--values',
];

const pairs = testBackends.flatMap(({ name: writer }) => testBackends.map(({ name: reader }) => ({ writer, reader })));

describe.each(pairs)('simulate on $writer and follow on $reader', ({ writer, reader }) => {
  const folder = temporaryFolder();

  it.each([
    ['a stack', ['--frames', '300', '--shape', '32x48'], { maxShape: [300], frames: 300 }, [32, 48]],
    ['a grid', ['--grid', '12x15', '--shape', '20x10'], { maxShape: [12, 15], columns: 15, frames: 180 }, [20, 10]],
  ] as const)('gets every value of %s', async (name, flags, scan, frameShape) => {
    const path = join(folder, `${name}.h5`);
    await using simulate = programOn(writer).start(['simulate', path, ...flags, '--interval', '2', '--dtype', 'int32']);
    expect(JSON.parse(await simulate.line(1))).toMatchObject({ event: 'created', file: path });
    await using follow = programOn(reader).start(['follow', path, ...followFlags]);
    expect(await follow.ended).toEqual({
      exitCode: 0,
      signal: null,
      stderr: lastLine(`${scan.frames} frames, complete: every key is set`),
    });
    const frameAt = simulatedFrames(frameShape, 'int32') as (index: number) => Int32Array;
    expectFrames(follow.lines, { data: '/entry/data/frames', dtype: '<i4', frameShape, frameAt, ...scan });
    expect(await simulate.ended).toMatchObject({ exitCode: 0 });
  });
});

describe.each(testBackends)('on $name', ({ name }) => {
  const folder = temporaryFolder();
  const { start, run } = programOn(name);

  describe('simulate and follow, in two processes', () => {
    it('follows a complete file to its end at once', async () => {
      const path = join(folder, 'complete.h5');
      await run(['simulate', path, '--frames', '50', '--interval', '0']);
      const started = performance.now();
      const { lines, ...ended } = await run(['follow', path, ...followFlags, '--timeout', '60']);
      expect(ended).toMatchObject({ exitCode: 0, stderr: lastLine('50 frames, complete: every key is set') });
      expect(lines).toHaveLength(50);
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    it('lists a file that is being written', async () => {
      const path = join(folder, 'listed.h5');
      await using simulate = start(['simulate', path, '--frames', '10000']);
      await simulate.line(3);
      const { lines, exitCode } = await run(['ls', path, '--json']);
      expect(exitCode).toBe(0);
      expect(JSON.parse(lines.join(''))).toMatchObject({ writer: 'swmr-writing', tree: { kind: 'group', path: '/' } });
      simulate.child.kill('SIGINT');
      expect(await simulate.ended).toMatchObject({
        exitCode: 130,
        stderr: expect.stringContaining('is closed\n') as string,
      });
      expect((await run(['ls', path])).lines).toContain('   ├─ @NX_class = "NXentry"');
    });
  });

  describe('the demo', () => {
    it('checks every value and ends by itself', async () => {
      const { exitCode, lines, stderr } = await run(['demo', '--frames', '40', '--interval', '5']);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(lines).toContain('Frames        40 of 40 arrived, all with the right values');
      expect(lines).toContain('Ended         complete: every key is set');
      expect(lines.filter((line) => line.includes(' of 40 frames '))).toHaveLength(10);
    });

    it('stops both processes at SIGINT and leaves nothing behind', async () => {
      await using demo = start(['demo', '--frames', '10000'], { environment: { TMPDIR: folder } });
      const [, pid, path] = /^Process (\d+) writes .* to (.*);$/.exec(await demo.line(1)) ?? [];
      await demo.line(2);
      demo.child.kill('SIGINT');
      expect(await demo.ended).toMatchObject({ exitCode: 130, stderr: 'h5tail: interrupted\n' });
      expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
      expect(spawnSync('ls', [path as string]).status).not.toBe(0);
    });
  });

  describe('Ctrl-C and a crash', () => {
    it('ends the demo although the terminal signals its whole process group', async () => {
      const options = { environment: { TMPDIR: folder }, ownGroup: true };
      await using demo = start(['demo', '--frames', '10000', '--interval', '1'], options);
      const [, pid] = /^Process (\d+) writes /.exec(await demo.line(1)) ?? [];
      await demo.line(2);
      // There is a group with the number of the writer, so it is not in that of the demo.
      expect(process.kill(-Number(pid), 0)).toBe(true);
      process.kill(-(demo.child.pid as number), 'SIGINT');
      expect(await demo.ended).toEqual({ exitCode: 130, signal: null, stderr: 'h5tail: interrupted\n' });
      expect(demo.lines.filter((line) => /^(Frames|Ended)/.test(line))).toEqual([]);
    });

    it('leaves no writer behind when the demo is killed', async () => {
      const options = { environment: { TMPDIR: folder } };
      await using demo = start(['demo', '--frames', '10', '--interval', '60000'], options);
      const [, path] = / to (.*);$/.exec(await demo.line(1)) ?? [];
      // The writer has written its first frame; it will write nothing for long, so no broken pipe can end it.
      expect(await demo.line(3)).toContain(' 1 of 10 frames ');
      expect(readWriterState(path as string)).toBe('swmr-writing');
      demo.child.kill('SIGKILL');
      await expect.poll(() => readWriterState(path as string), { timeout: 20_000 }).toBe('closed');
    });
  });

  describe('a file that changes under the follower', () => {
    /** Follows a scan whose second frame is far away; its first has arrived. */
    async function followingOneFrame(path: string, timeout: string) {
      const simulate = start(['simulate', path, '--frames', '2', '--interval', '60000']);
      await simulate.line(2);
      const follow = start(['follow', path, ...followFlags, '--timeout', timeout]);
      await follow.line(1);
      return { simulate, follow };
    }

    it('is an error when another one takes its place, and nothing of that is printed', async () => {
      const [path, other] = [join(folder, 'replaced.h5'), join(folder, 'other.h5')];
      await run(['simulate', other, '--frames', '9', '--interval', '0', '--dtype', 'float64']);
      const { simulate, follow } = await followingOneFrame(path, '25');
      await using _simulate = simulate;
      await using _follow = follow;
      renameSync(other, path);
      const { exitCode, stderr } = await follow.ended;
      expect([exitCode, follow.lines.length]).toEqual([1, 1]);
      expect(stderr).toMatch(/^h5tail: after 1 frame: [^\n]*replaced\.h5[^\n]*\. Follow it anew\n$/);
    });

    it('is an end when it is emptied, within the time-out', async () => {
      const { simulate, follow } = await followingOneFrame(join(folder, 'emptied.h5'), '3');
      await using _simulate = simulate;
      await using _follow = follow;
      truncateSync(join(folder, 'emptied.h5'));
      const { exitCode, stderr } = await follow.ended;
      expect([1, 3]).toContain(exitCode);
      expect(follow.lines).toHaveLength(1);
      expect(stderr).toMatch(/^h5tail: [^\n]+\n$/);
    });
  });

  describe.skipIf(python === undefined)('simulate, with h5py reading in another process', () => {
    it('is followed by h5py with the right values', { timeout: 60_000 }, async () => {
      const path = join(folder, 'for-h5py.h5');
      const frames = 120;
      const dataset = '/entry/data/frames';
      const frameAt = simulatedFrames([24, 30], 'uint16') as (index: number) => Uint16Array;
      await using simulate = start(['simulate', path, '--frames', `${frames}`, '--shape', '24x30', '--interval', '5']);
      await using reader = await FollowReader.start({ python: python as string });
      await simulate.line(1);
      await reader.step({ do: 'open', path });
      for (let index = 0; index < frames; index++) {
        expect(JSON.parse(await simulate.line(index + 2))).toMatchObject({ event: 'frame', index });
        const key = await reader.step({ do: 'read', dataset: '/entry/keys', selection: [index], refresh: true });
        expect(key.data).toEqual(['1']);
        const { data } = await reader.step({ do: 'read', dataset, selection: [index], refresh: true });
        expect(data).toEqual([...frameAt(index)]);
      }
      await simulate.ended;
      const finished = await reader.step({ do: 'read', dataset: '/entry/finished', refresh: true });
      expect(finished.data).toEqual(['1']);
    });

    it('writes a file that h5dump reads', async () => {
      const path = join(folder, 'for-h5dump.h5');
      await run(['simulate', path, '--frames', '3', '--shape', '2x4', '--interval', '0']);
      const dump = spawnSync('h5dump', ['-y', '-w', '0', '-d', '/entry/data/frames', path], { encoding: 'utf8' });
      expect([dump.status, dump.stderr]).toEqual([0, '']);
      const numbers = /DATA \{([^}]*)\}/.exec(dump.stdout)?.[1]?.match(/\d+/g)?.map(Number);
      const frameAt = simulatedFrames([2, 4], 'uint16') as (index: number) => Uint16Array;
      expect(numbers).toEqual([0, 1, 2].flatMap((index) => [...frameAt(index)]));
    });
  });
});
