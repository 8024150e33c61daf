import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonForInterop } from '../../../adapter-conformance/src/live-writer.js';
import { readSuperblock } from '../../src/index.js';
import { findWriters, inspectFile, recoverFile } from '../../src/recovery.js';
import { fakeMachine } from './fake-machine.js';
import { checkWithH5py, HeldWriter, leaveKilled, type KilledWriterSpec } from './killed-writer.js';

const python = pythonForInterop() ?? '';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.runIf(python !== '' && process.platform === 'linux')('files of killed h5py writers', () => {
  let folder: string;
  let number = 0;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-recovery-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const newPath = (): string => join(folder, `${number++}.h5`);
  // Where the killed writer was the only one: what else runs on the machine of the test is another test's matter.
  const machine = () => fakeMachine(folder);
  const stateOf = async (path: string) => (await inspectFile(path, {}, machine())).state;

  const kinds: readonly (readonly [name: string, spec: Omit<KilledWriterSpec, 'path' | 'rows'>, changes: string[]])[] =
    [
      ['in SWMR mode', { swmr: true }, ['superblock']],
      ['before SWMR mode', { swmr: false }, ['superblock']],
      ['behind a user block, in SWMR mode', { swmr: true, userBlock: 1024 }, ['superblock']],
      ['behind a user block, before SWMR mode', { swmr: false, userBlock: 512 }, ['superblock']],
      ['with pages, in SWMR mode', { swmr: true, strategy: 'page' }, ['superblock']],
      [
        'with free space that would persist, in a new file',
        { swmr: true, strategy: 'fsm', persist: true },
        ['superblock'],
      ],
      ['with aggregators, in SWMR mode', { swmr: true, strategy: 'aggregate' }, ['superblock']],
      ['without free space, before SWMR mode', { swmr: false, strategy: 'none' }, ['superblock']],
    ];

  it.each(kinds)('are as all programs can open them: %s', async (_, kind, changes) => {
    const path = newPath();
    await leaveKilled(python, { ...kind, path, rows: 40 });
    const size = statSync(path).size;
    expect(await stateOf(path)).toBe('writer-gone');
    const recovery = await recoverFile(path, {}, machine());
    expect(recovery).toMatchObject({
      outcome: 'recovered',
      formerWriter: kind.swmr ? 'swmr-writing' : 'writing',
      formerFlags: kind.swmr ? 5 : 1,
      fileSize: size,
      writers: { certainty: 'none', writers: [] },
    });
    expect(recovery.changes.map(({ what }) => what)).toEqual(changes);
    expect(statSync(path).size).toBe(size);
    expect(readSuperblock(path).superblock).toMatchObject({ writer: 'closed', checksumValid: true, endOfFile: size });
    expect(await stateOf(path)).toBe('closed');
    expect(execFileSync('h5dump', ['-d', '/frames', '-s', '39,0', '-c', '1,1', path], { encoding: 'utf8' })).toContain(
      '(39,0): 40',
    );
    const { before, swmr, after } = checkWithH5py(python, path, 60);
    expect([before.rows, swmr, after.rows]).toEqual([upTo(40), upTo(40), upTo(100)]);
    expect(execFileSync('h5ls', [path], { encoding: 'utf8' })).toMatch(/^frames +Dataset \{100\/Inf, 2000\}$/m);
  });

  // What the file says of its free space is as of the last close. With it, and so after h5clear, the next writer ends in a
  // crash, or writes over rows that were flushed.
  it.each([
    ['fsm', true],
    ['fsm', false],
    ['page', true],
    ['page', false],
  ] as const)('are not written over by the next writer: strategy %s, SWMR %s', async (strategy, swmr) => {
    const path = newPath();
    const rows = 90;
    await leaveKilled(python, { path, rows, swmr, strategy, persist: true, free: 64 });
    const recovery = await recoverFile(path, {}, machine());
    expect(recovery.changes.map(({ what }) => what)).toEqual(['superblock extension', 'superblock']);
    const old = Object.fromEntries(upTo(32).map((i) => [`old${2 * i - 1}`, 2 * i - 1]));
    const { before, after } = checkWithH5py(python, path, 10);
    expect(before).toEqual({ rows: upTo(rows), old });
    expect(after).toEqual({
      rows: upTo(rows + 10),
      old,
      new: Object.fromEntries(upTo(30).map((i) => [`new${i - 1}`, 5000 + i - 1])),
    });
  });

  it.each([true, false])('are refused while the writer is there, SWMR %s', async (swmr) => {
    const path = newPath();
    await using writer = await HeldWriter.start(python, { path, rows: 5, swmr });
    const before = digest(path);
    expect(await findWriters(path)).toMatchObject({
      certainty: 'alive',
      writers: [{ pid: writer.pid, command: expect.stringContaining('killed-writer.py') as string }],
    });
    expect((await inspectFile(path)).state).toBe(swmr ? 'live' : 'opened');
    for (const options of [{}, { writerIsGone: true }, { dryRun: true }, { copyTo: `${path}.copy` }]) {
      await expect(recoverFile(path, options)).rejects.toMatchObject({
        code: 'FILE_LOCKED',
        file: path,
        message: expect.stringMatching(new RegExp(`process ${writer.pid} \\(.*killed-writer\\.py`)) as string,
      });
    }
    expect(digest(path)).toBe(before);
    await writer.kill();
    expect(await stateOf(path)).toBe('writer-gone');
    expect((await recoverFile(path, {}, machine())).outcome).toBe('recovered');
  });

  it('that never reached the disk are told', async () => {
    const path = newPath();
    await leaveKilled(python, { path, rows: 5, swmr: false, flush: false });
    const before = digest(path);
    expect(await stateOf(path)).toBe('truncated');
    await expect(recoverFile(path, {}, machine())).rejects.toMatchObject({ code: 'TRUNCATED_FILE' });
    expect(digest(path)).toBe(before);
  });

  it.each([
    ['v108', ['v108', 'v108'], 2],
    ['earliest', ['earliest', 'v110'], 0],
  ] as const)('of formats without flags keep nobody out: %s', async (_, bounds, version) => {
    const path = newPath();
    await leaveKilled(python, { path, rows: 20, swmr: false, bounds });
    const before = digest(path);
    expect(await inspectFile(path, {}, machine())).toMatchObject({
      state: 'not-swmr',
      superblockVersion: version,
      flags: undefined,
    });
    expect(await recoverFile(path)).toMatchObject({ outcome: 'needless', formerWriter: 'unknown', changes: [] });
    expect(digest(path)).toBe(before);
    expect(checkWithH5py(python, path, 5).after.rows).toEqual(upTo(25));
  });
});
