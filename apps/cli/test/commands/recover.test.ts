import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { findWriters } from '@h5tail/local-file/recovery';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.js';
import { FakeProcess } from '../fake-environment.js';

const python = pythonForInterop();
const isLinux = globalThis.process.platform === 'linux';
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../../packages/adapter-conformance/fixtures/${name}`, import.meta.url));
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

let folder: string;
let process: FakeProcess;
/** Where this user cannot look into all processes, the absence of a writer is not certain, and has to be said. */
let certainty: string;
let gone: readonly string[];
beforeAll(async () => {
  ({ certainty } = await findWriters(fixture('swmr-killed.h5'), { watchMs: 0 }));
  gone = certainty === 'none' ? [] : ['--writer-gone'];
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-recover-'));
  chmodSync(folder, 0o755);
  process = new FakeProcess({ clock: new FakeClock() });
});
afterEach(() => rmSync(folder, { recursive: true }));

function copied(name: string): string {
  const path = join(folder, name);
  copyFileSync(fixture(name), path);
  return path;
}

describe.runIf(isLinux)('recover', () => {
  it('says what it did, and prints the bytes that were there', async () => {
    const path = copied('swmr-killed.h5');
    const before = readFileSync(path);
    expect(await process.run('recover', path, ...gone)).toBe(0);
    expect(process.stderr.lines).toEqual([
      `h5tail: ${path}: recovered: its writer was killed in SWMR mode; all that was flushed is there; its end was recorded at byte 2052 and is at 4250`,
    ]);
    expect(process.stdout.lines).toEqual([`superblock: bytes 0 to 47 were ${before.subarray(0, 48).toString('hex')}`]);
    const after = readFileSync(path);
    expect([after.length, after[11]]).toEqual([before.length, 0]);
    expect(await process.run('recover', path, ...gone)).toBe(0);
    expect(process.stderr.lines[1]).toBe(`h5tail: ${path}: nothing to recover: its writer closed it`);
    expect(digest(path)).toBe(createHash('sha256').update(after).digest('hex'));
  });

  it('changes nothing in a dry run, which answers the same', async () => {
    const path = copied('open-for-writing.h5');
    const before = digest(path);
    expect(await process.run('recover', path, '--dry-run', '--json', ...gone)).toBe(0);
    expect(digest(path)).toBe(before);
    expect(process.stderr.text).toContain(`${path}: would be recovered: its writer was killed before SWMR mode`);
    const stored = readFileSync(path).subarray(0, 48).toString('hex');
    expect(await process.run('recover', path, '--json', ...gone)).toBe(0);
    const [dry, real] = process.output;
    expect(real).toEqual({
      file: path,
      copy: null,
      outcome: 'recovered',
      superblockVersion: 3,
      formerWriter: 'writing',
      formerFlags: 1,
      formerEndOfFile: expect.any(Number) as number,
      formerFileSize: readFileSync(path).length,
      fileSize: readFileSync(path).length,
      changes: [
        { what: 'superblock', offset: 0, before: stored, after: readFileSync(path).subarray(0, 48).toString('hex') },
      ],
      writers: { certainty, reason: expect.stringMatching(/./) as string, processes: [] },
    });
    expect(dry).toEqual({ ...(real as object), outcome: 'would-recover' });
  });

  it('recovers into a copy', async () => {
    const path = copied('swmr-killed.h5');
    const copy = join(folder, 'mended.h5');
    const before = digest(path);
    expect(await process.run('recover', path, '--copy', copy, '--json', ...gone)).toBe(0);
    expect(process.stderr.text).toContain(`${path}: recovered into ${copy}: `);
    expect(process.output).toMatchObject([{ file: path, copy, outcome: 'recovered' }]);
    expect([digest(path), readFileSync(copy)[11]]).toEqual([before, 0]);
    expect(await process.run('recover', path, '--copy', copy)).toBe(1);
    expect(process.stderr.lines[1]).toBe(`h5tail: ${copy}: the file is there already. Choose another name`);
    expect(readdirSync(folder).toSorted()).toEqual(['mended.h5', 'swmr-killed.h5']);
  });

  it.each([
    ['legacy-superblock0.h5', 'superblock version 0 does not record writers'],
    ['legacy-superblock2.h5', 'superblock version 2 does not record writers'],
    ['dtypes.h5', 'its writer closed it'],
  ])('has nothing to do for %s', async (name, words) => {
    const path = copied(name);
    const before = digest(path);
    expect(await process.run('recover', path, '--json')).toBe(0);
    expect(process.stderr.text).toContain(`nothing to recover: ${words}`);
    expect(process.output).toMatchObject([{ outcome: 'needless', changes: [], copy: null }]);
    const copy = join(folder, `no-copy-${name}`);
    expect(await process.run('recover', path, '--copy', copy)).toBe(0);
    expect(process.stderr.text).toContain(`; ${copy} was not made, take the file itself`);
    expect(existsSync(copy)).toBe(false);
    expect(digest(path)).toBe(before);
  });

  it.each([
    ['missing.h5', 'there is no such file'],
    ['not-hdf5.h5', 'not an HDF5 file'],
    ['empty.h5', 'the file is empty'],
    ['corrupt-superblock.h5', 'the checksum of the superblock is wrong'],
    ['truncated.h5', 'a part of it is missing'],
    ['.', 'this is not a file'],
  ])('refuses %s with one line', async (name, words) => {
    const path = name === '.' ? folder : name === 'missing.h5' ? join(folder, name) : copied(name);
    expect(await process.run('recover', path)).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringContaining(`h5tail: ${path}: `)]);
    expect(process.stderr.text).toContain(words);
    expect(process.stdout.text).toBe('');
  });
});

describe.runIf(isLinux && python !== undefined)('with a real writer', () => {
  it.each([true, false])('recover refuses until it is killed, SWMR %s', async (swmr) => {
    const path = join(folder, 'scan.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    await writer.step({
      do: 'create',
      path,
      datasets: [{ path: '/data', dtype: 'int32', shape: [0], maxShape: [null], chunks: [10] }],
    });
    if (swmr) await writer.step({ do: 'swmr' });
    await writer.step({ do: 'resize', dataset: '/data', shape: [30] });
    await writer.step({ do: 'write', dataset: '/data', data: Array.from({ length: 30 }, (_, i) => i + 1) });
    await writer.step(swmr ? { do: 'flush', dataset: '/data' } : { do: 'flush' });
    const before = digest(path);

    expect(await process.run('status', path)).toBe(0);
    expect(process.stdout.lines[0]).toBe(swmr ? 'live' : 'opened');
    for (const flags of [[], ['--dry-run'], ['--writer-gone'], ['--json']]) {
      process.stderr.text = '';
      process.stdout.text = '';
      expect(await process.run('recover', path, ...flags)).toBe(1);
      expect(process.stderr.text).toMatch(
        new RegExp(
          `^h5tail: ${path}: the file is being written: process ${writer.facts.pid} \\(.*live_writer\\.py\\) has .*\n$`,
        ),
      );
      expect(process.stdout.text).toBe('');
    }
    expect(digest(path)).toBe(before);

    await writer.kill();
    expect(await process.run('status', path)).toBe(0);
    expect(process.stdout.lines[0]).toBe(certainty === 'unknown' ? 'writer unknown' : 'writer gone');
    expect(await process.run('recover', path, ...gone)).toBe(0);

    await using next = await LiveWriter.start({ python: python as string });
    await next.step({ do: 'reopen', path, mode: 'r+' });
    await next.step({ do: 'resize', dataset: '/data', shape: [31] });
    await next.step({ do: 'write', dataset: '/data', selection: [30], data: [31] });
    await next.step({ do: 'close' });
    process.stdout.text = '';
    expect(await process.run('status', path)).toBe(0);
    expect(process.stdout.lines[0]).toBe('closed');
  });

  it('recover extends a file to the end of the datasets in it', async () => {
    const path = join(folder, 'scan.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    await writer.step({
      do: 'create',
      path,
      datasets: [{ path: '/data', dtype: 'float64', shape: [2000, 50] }],
    });
    await writer.step({ do: 'swmr' });
    for (let row = 0; row < 40; row++) {
      await writer.step({ do: 'write', dataset: '/data', selection: [row], data: Array(50).fill(row + 1) });
    }
    await writer.step({ do: 'flush', dataset: '/data' });
    await writer.kill();
    const before = digest(path);
    const { size } = statSync(path);

    const end = 463 + 2000 * 50 * 8;
    const words = (what: string, extended: string): string =>
      `h5tail: ${path}: ${what}: its writer was killed in SWMR mode; all that was flushed is there; its end was recorded at byte 463 and is at ${end}; ${extended} extended from ${size} bytes, because a dataset in it has its place up to there`;
    expect(await process.run('recover', path, '--dry-run', ...gone)).toBe(0);
    expect(digest(path)).toBe(before);
    expect(await process.run('recover', path, '--json', ...gone)).toBe(0);
    expect(process.stderr.lines).toEqual([words('would be recovered', 'it would be'), words('recovered', 'it was')]);
    expect(statSync(path).size).toBe(end);
    expect(JSON.parse(process.stdout.lines.at(-1) ?? '')).toMatchObject({
      outcome: 'recovered',
      formerEndOfFile: 463,
      formerFileSize: size,
      fileSize: end,
    });

    await using next = await LiveWriter.start({ python: python as string });
    await next.step({ do: 'reopen', path, mode: 'r+' });
    await next.step({ do: 'write', dataset: '/data', selection: [1999], data: Array(50).fill(2000) });
    await next.step({ do: 'close' });
  });
});

describe('where other users have processes that cannot be looked into', () => {
  it.runIf(globalThis.process.getuid?.() === 0)('a quiet file counts as left by its writer', async () => {
    const path = copied('swmr-killed.h5');
    chmodSync(path, 0o666);
    chmodSync(folder, 0o777);
    // The processes of the superuser are not for everybody to look into.
    globalThis.process.seteuid?.(65_534);
    try {
      expect(await process.run('status', path)).toBe(0);
      expect(process.stdout.lines[0]).toBe('writer gone');
      expect(process.stdout.text).toMatch(/\d+ processes of other users .* did not change within 3 s/);
      expect(process.stdout.text).toContain(`h5tail recover ${path}`);
      expect(await process.run('recover', path)).toBe(0);
    } finally {
      globalThis.process.seteuid?.(0);
    }
    expect(readFileSync(path)[11]).toBe(0);
  });
});
