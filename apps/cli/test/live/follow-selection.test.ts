import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { framePattern, LiveWriter, pythonForInterop, type ScanSpec } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { lastLine } from './frame-lines.js';
import { bin, programOn } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop() as string;
const frameShape = [6, 8];

/** A line, as far as these tests look at it. */
interface Line {
  readonly index: number;
  readonly data: Readonly<
    Record<string, { readonly shape: number[]; readonly values: number[]; readonly sum: number }>
  >;
}

function parsed(lines: readonly string[]): readonly Line[] {
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Expects these frames in this order, each with its values, as far as `part` takes them. */
function expectLines(
  lines: readonly Line[],
  indices: readonly number[],
  shape: readonly number[],
  part: (value: number, place: number) => boolean = () => true,
): void {
  expect(lines.map(({ index }) => index)).toEqual(indices);
  for (const { index, data } of lines) {
    const values = [...framePattern(index, frameShape, 'uint16')].filter((value, place) => part(value, place));
    const sum = values.reduce((total, value) => total + value, 0);
    expect(data['/data'], `frame ${index}`).toMatchObject({ shape, values, sum });
  }
}

const upTo = (count: number, step = 1): number[] =>
  Array.from({ length: Math.ceil(count / step) }, (_, place) => place * step);

describe.skipIf(pythonForInterop() === undefined).each(testBackends)(
  'what follow selects on $name, with h5py writing in another process',
  ({ name }) => {
    const folder = temporaryFolder();
    const { start } = programOn(name);
    const spec = { data: '/data', keys: ['/keys'], frameShape, dtype: 'uint16', intervalMs: 1 } as const;

    /** Starts so many follows, then the writer; gives what each printed and how it ended. */
    async function followAll(file: string, scan: Partial<ScanSpec> & { frames: number }, ...commands: string[][]) {
      const path = join(folder, file);
      await using writer = await LiveWriter.start({ python });
      const args = ['follow', path, '--keys', '/keys', '--data', '/data', '--values', '--wait', '--timeout', '30'];
      const follows = commands.map((flags) => start([...args, ...flags]));
      try {
        await writer.scan({ ...spec, ...scan, path }).done;
        if (scan.gap !== undefined) await writer.step({ do: 'close' });
        const ends = await Promise.all(follows.map(({ ended }) => ended));
        return follows.map(({ lines }, place) => ({ lines: parsed(lines), ended: ends[place] }));
      } finally {
        for (const follow of follows) await follow[Symbol.asyncDispose]();
      }
    }

    it('gets every seventh frame, and a region of every frame', { timeout: 60_000 }, async () => {
      const [every, region] = await followAll('every.h5', { frames: 500 }, ['--every', '7'], ['--region', '1:4,2:8:3']);
      expect(every?.ended).toMatchObject({ exitCode: 0, stderr: lastLine('72 frames, complete: every key is set') });
      expectLines(every?.lines ?? [], upTo(500, 7), frameShape);
      expect(region?.ended).toMatchObject({ exitCode: 0, stderr: lastLine('500 frames, complete: every key is set') });
      expectLines(region?.lines ?? [], upTo(500), [3, 2], (_, place) => {
        const [row, column] = [Math.floor(place / 8), place % 8];
        return row >= 1 && row < 4 && (column === 2 || column === 5);
      });
    });

    it('shares the frames among three processes, each exactly once', { timeout: 60_000 }, async () => {
      const shares = ['0/3', '1/3', '2/3'].map((share) => ['--partition', share]);
      const all = await followAll('shares.h5', { frames: 600, chunks: [4, ...frameShape] }, ...shares);
      for (const { lines, ended } of all) {
        expect(ended).toMatchObject({ exitCode: 0 });
        expect(lines).toHaveLength(200);
        expectLines(
          lines,
          lines.map(({ index }) => index).toSorted((a, b) => a - b),
          frameShape,
        );
      }
      const indices = all.flatMap(({ lines }) => lines.map(({ index }) => index));
      expect(indices.toSorted((a, b) => a - b)).toEqual(upTo(600));
    });

    it.each(['0.3', 'end'])('passes over what the writer leaves out with --skip-holes %s', async (when) => {
      const [skipping, held] = await followAll(
        `holes-${when}.h5`,
        { frames: 60, gap: [5, 17] },
        ['--skip-holes', when],
        [],
      );
      expect(skipping?.ended?.exitCode).toBe(0);
      expect(skipping?.ended?.stderr).toMatch(/^h5tail: 58 frames, .*; passed over 2 frames without a key: 5, 17/);
      expectLines(
        skipping?.lines ?? [],
        upTo(60).filter((index) => index !== 5 && index !== 17),
        frameShape,
      );
      expect(held?.ended).toMatchObject({
        exitCode: 0,
        stderr: lastLine(
          '5 frames, closed: the writer has closed the file; frame 5 of 60 has no key, ' +
            'and 53 frames behind it are ready: --skip-holes gets them',
        ),
      });
    });

    it('follows datasets that take turns while they are written', { timeout: 60_000 }, async () => {
      const path = join(folder, 'turns.h5');
      const frames = 24;
      await using writer = await LiveWriter.start({ python });
      const stack = { dtype: 'uint16', shape: [0, ...frameShape], maxShape: [null, ...frameShape] } as const;
      const keys = { path: '/keys', dtype: 'int32', shape: [frames], chunks: [frames] } as const;
      await writer.step({ do: 'create', path, datasets: [{ ...stack, path: '/a' }, { ...stack, path: '/b' }, keys] });
      await writer.step({ do: 'swmr' });
      await using follow = start(['follow', path, '--keys', '/keys', '--interleaved', '/data=/a,/b', '--values']);
      for (let index = 0; index < frames; index++) {
        const dataset = index % 2 === 0 ? '/a' : '/b';
        const place = Math.floor(index / 2);
        await writer.step({ do: 'resize', dataset, shape: [place + 1, ...frameShape] });
        await writer.step({ do: 'write', dataset, selection: [place], value: 'frame', index, frameRank: 2 });
        await writer.step({ do: 'flush', dataset });
        await writer.step({ do: 'write', dataset: '/keys', selection: [index], data: [1] });
        await writer.step({ do: 'flush', dataset: '/keys' });
        expectLines(parsed([await follow.line(index + 1)]), [index], frameShape);
      }
      expect(await follow.ended).toMatchObject({
        exitCode: 0,
        stderr: lastLine(`${frames} frames, complete: every key is set`),
      });
    });

    it('gives a slow consumer the newest frame, not a backlog', { timeout: 60_000 }, async () => {
      const path = join(folder, 'latest.h5');
      // A line has more than 10 kB, so that what a pipe holds is a small part of them.
      const shape = [40, 60];
      const frames = 600;
      await using writer = await LiveWriter.start({ python });
      const args = ['follow', path, '--keys', '/keys', '--data', '/data', '--values', '--wait', '--latest'];
      const follow = spawn(process.execPath, [bin, ...args, '--timeout', '30', '--backend', name]);
      try {
        // Nobody reads while the writer writes.
        let text = '';
        let firstByte: () => void = () => undefined;
        const begun = new Promise<void>((resolve) => (firstByte = resolve));
        follow.stdout.once('readable', () => firstByte());
        const ended = new Promise((resolve) => follow.once('close', resolve));
        const written = writer.scan({ ...spec, frameShape: shape, frames, path }).done;
        await begun;
        await written;
        follow.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
        expect(await ended).toBe(0);
        const lines = parsed(text.trimEnd().split('\n'));
        const indices = lines.map(({ index }) => index);
        expect(indices).toEqual([...new Set(indices)].toSorted((a, b) => a - b));
        expect(indices.at(-1)).toBe(frames - 1);
        expect(indices.length).toBeLessThan(frames / 4);
        for (const { index, data } of lines) {
          expect(data['/data']?.values.join()).toBe(framePattern(index, shape, 'uint16').join());
        }
      } finally {
        follow.kill('SIGKILL');
      }
    });
  },
);
