import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import {
  beginUndo,
  findUndo,
  forgetUndo,
  inspectFile,
  recoverFile,
  undoChange,
  undoPath,
  type RecoverOptions,
} from '../../src/recovery.js';
import { fixture } from '../fixture.js';
import { bundledWithoutRoom } from '../programs/bundled-writer.js';
import { addressOf, changeFile, changeWithJournal, chunkBytes, createFile, flagged, leave } from './changed-file.js';
import type { Changed } from './changed-file.js';
import { FakeClock, fakeMachine, type FakeMachineOptions } from './fake-machine.js';

const samples = 100_000;
const [closed, writing, swmrWriting] = [0, 1, 5];

/** Much faster than to compare long arrays. */
function expectContent(path: string, content: Buffer): void {
  expect(readFileSync(path).equals(content)).toBe(true);
}

/** A limit on the size of files gives the same failing write as a full disk, and needs no rights. */
async function withFileSizeLimit(bytes: number, work: () => Promise<void>): Promise<void> {
  // Without a handler the signal that goes with it would end this process.
  const onLimit = (): void => undefined;
  const limit = (to: string): void => {
    execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${to}:`]);
  };
  process.on('SIGXFSZ', onLimit);
  limit(String(bytes));
  try {
    await work();
  } finally {
    limit('unlimited');
    process.off('SIGXFSZ', onLimit);
  }
}

describe.each(testBackends)('the journal of a change, on $name', (backend) => {
  const program = bundledWithoutRoom(backend.name);
  let adapter: Hdf5Adapter;
  let machines: string;
  let folder: string;
  let path: string;
  let changed: Changed;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
    machines = mkdtempSync(join(tmpdir(), 'h5tail-machines-'));
  });
  afterAll(() => rmSync(machines, { recursive: true }));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-undo-'));
    path = join(folder, 'scan.h5');
    await createFile(path, adapter, samples);
    changed = await changeWithJournal(path, adapter);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const recover = (options: RecoverOptions = {}, machine: FakeMachineOptions = {}) =>
    recoverFile(path, { clock: new FakeClock(), ...options }, fakeMachine(machines, machine));
  const cut = (content: Buffer): Buffer => content.subarray(0, content.length - 10);
  const journalIsThere = (): boolean => existsSync(undoPath(path));

  it('holds all but the samples, and is gone when the change is completed', async () => {
    expect(journalIsThere()).toBe(false);
    expect(changed.after.equals(changed.before)).toBe(false);
    writeFileSync(path, changed.before);
    const undo = await beginUndo(path, { keepOut: [await addressOf(path, adapter, '/samples')] });
    const chunks = Math.ceil((samples * 4) / chunkBytes);
    expect(undo.savedBytes).toBe(changed.before.length - chunks * chunkBytes);
    expect(findUndo(path)).toEqual({
      path: undo.path,
      state: 'complete',
      isNeeded: false,
      fileSize: changed.before.length,
      savedBytes: undo.savedBytes,
    });
    expect(undo.path).toBe(`${path}.h5tail-undo`);
    await undo.done();
    await undo.done();
    const all = await beginUndo(path, { sync: false });
    expect(all.savedBytes).toBe(changed.before.length);
    await all.done();
    expect(readdirSync(folder)).toEqual(['scan.h5']);
  });

  it.each([
    ['while HDF5 has the file open', () => flagged(changed.after, writing)],
    ['before HDF5 has written more than the flag', () => flagged(changed.before, writing)],
    [
      'while HDF5 writes',
      () => Buffer.concat([flagged(changed.after, writing).subarray(0, 700), changed.before.subarray(700)]),
    ],
    ['while the superblock is written', () => flagged(changed.after, closed, true)],
    ['when the file is cut too early', () => cut(changed.after)],
    ['when the file is shorter than before', () => flagged(changed.after.subarray(0, 600), writing)],
  ])('undoes it where its program was killed %s', async (_when, content) => {
    const left = content();
    leave(path, left, changed.journal);
    expect((await recover({ dryRun: true })).undo).toBe('undone');
    expectContent(path, left);
    const copyTo = join(folder, 'copy.h5');
    expect(await recover({ copyTo })).toMatchObject({ outcome: 'recovered', undo: 'undone' });
    expectContent(path, left);
    expect(journalIsThere()).toBe(true);
    expect(await recover()).toMatchObject({
      outcome: 'recovered',
      undo: 'undone',
      formerFileSize: left.length < 48 ? changed.before.length : expect.any(Number),
      fileSize: changed.before.length,
      changes: [],
    });
    // The samples are not in the journal: where the file was cut, they are gone.
    if (left.length >= changed.before.length) {
      expectContent(path, changed.before);
      expectContent(copyTo, changed.before);
    }
    expect(readFileSync(path).length).toBe(changed.before.length);
    expect(readdirSync(folder)).toEqual(['copy.h5', 'scan.h5']);
    expect(await recover()).toMatchObject({ outcome: 'needless', undo: undefined });
  });

  it('leaves the samples as they are, also those that were written since', async () => {
    const left = flagged(changed.after, writing);
    const at = left.indexOf(Buffer.from(Int32Array.of(5000, 5001, 5002).buffer));
    left.fill(0x55, at, at + 8);
    leave(path, left, changed.journal);
    await recover();
    const expected = Buffer.from(changed.before);
    expected.fill(0x55, at, at + 8);
    expectContent(path, expected);
  });

  it.each([
    ['had not begun', () => changed.before],
    ['was completed', () => changed.after],
  ])('is removed where the change %s', async (_when, content) => {
    leave(path, content(), changed.journal);
    expect(await undoChange(path, { dryRun: true }, fakeMachine(machines))).toBe('completed');
    expect(await recover({ dryRun: true })).toMatchObject({ outcome: 'needless', undo: 'completed' });
    expect(journalIsThere()).toBe(true);
    expect(await recover()).toMatchObject({ outcome: 'needless', undo: 'completed', changes: [] });
    expectContent(path, content());
    expect(readdirSync(folder)).toEqual(['scan.h5']);
    expect(await undoChange(path, {}, fakeMachine(machines))).toBe('none');
  });

  it('is removed where another program has written the file in SWMR mode since', async () => {
    leave(path, flagged(changed.after, swmrWriting), changed.journal);
    expect(await recover()).toMatchObject({ outcome: 'recovered', undo: 'completed', formerFlags: swmrWriting });
    expectContent(path, changed.after);
    expect(journalIsThere()).toBe(false);
  });

  it('that is not complete is removed', async () => {
    const draft = `${undoPath(path)}.new`;
    writeFileSync(draft, changed.journal.subarray(0, 1000));
    expect(await recover()).toMatchObject({ outcome: 'needless', undo: undefined });
    expect(readdirSync(folder)).toEqual(['scan.h5']);
    writeFileSync(draft, 'left behind');
    const undo = await beginUndo(path);
    expect(readdirSync(folder)).toEqual(['scan.h5', 'scan.h5.h5tail-undo']);
    await undo.done();
    writeFileSync(draft, 'left behind');
    forgetUndo(path);
    expect(readdirSync(folder)).toEqual(['scan.h5']);
  });

  it('is found by another name of the file', async () => {
    const other = join(folder, 'other.h5');
    symlinkSync('scan.h5', other);
    leave(path, flagged(changed.after, writing), changed.journal);
    expect(findUndo(other)?.isNeeded).toBe(true);
    expect(await undoChange(other, {}, fakeMachine(machines))).toBe('undone');
    expectContent(path, changed.before);
  });

  it('is told, and nothing is done while somebody writes the file', async () => {
    const left = flagged(changed.after, writing);
    leave(path, left, changed.journal);
    const alive = { processes: { 7: { command: 'writer', open: [{ path, flags: 2 }] } } };
    await expect(recover({}, alive)).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    await expect(undoChange(path, {}, fakeMachine(machines, alive))).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    expectContent(path, left);
    expect(await inspectFile(path, {}, fakeMachine(machines))).toMatchObject({
      state: 'writer-gone',
      undo: { state: 'complete', isNeeded: true, fileSize: changed.before.length },
    });
  });

  it('shows other processes that somebody is at work', async () => {
    const undo = await beginUndo(path);
    await expect(recoverFile(path, { clock: new FakeClock() })).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    expect(journalIsThere()).toBe(true);
    await undo.done();
    expect((await inspectFile(path)).writers.writers).toEqual([]);
  });

  it('of another file is refused', async () => {
    const left = flagged(changed.after, writing);
    writeFileSync(join(folder, 'new.h5'), left);
    leave(path, changed.after, changed.journal);
    renameSync(join(folder, 'new.h5'), path);
    for (const content of [left, changed.after]) {
      writeFileSync(path, content);
      await expect(recover()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
      await expect(undoChange(path, {}, fakeMachine(machines))).rejects.toMatchObject({ code: 'FILE_REPLACED' });
      expectContent(path, content);
    }
    await expect(beginUndo(path)).rejects.toMatchObject({ code: 'FILE_REPLACED' });
    expect(findUndo(path)?.state).toBe('other-file');
    expectContent(undoPath(path), changed.journal);
  });

  it('of a file whose content was replaced is refused', async () => {
    const left = flagged(changed.after, writing);
    // Address of the root group.
    left[36] = (left[36] as number) ^ 8;
    leave(path, flagged(left, writing), changed.journal);
    await expect(recover()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
  });

  it('that is damaged is refused where it is needed', async () => {
    const left = flagged(changed.after, writing);
    const flip = (at: number): Buffer => {
      const damaged = Buffer.from(changed.journal);
      damaged[at] = (damaged[at] as number) ^ 1;
      return damaged;
    };
    const { length } = changed.journal;
    for (const damaged of [
      changed.journal.subarray(0, 500),
      Buffer.alloc(0),
      flip(0),
      flip(length - 100),
      flip(length - 1),
    ]) {
      leave(path, left, damaged);
      await expect(recover()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
      expectContent(path, left);
      expect(journalIsThere()).toBe(true);
      leave(path, changed.after, damaged);
      expect((await recover()).outcome).toBe('needless');
      expect(readdirSync(folder)).toEqual(['scan.h5']);
    }
  });

  it('stays as long as the file is not closed', async () => {
    writeFileSync(path, changed.before);
    const undo = await beginUndo(path);
    const file = await openFile(path, { adapter, mode: 'r+' });
    await expect(undo.done()).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    expect(journalIsThere()).toBe(true);
    await file.close();
    await undo.done();
    expect(journalIsThere()).toBe(false);
  });

  it('undoes a change that failed', async () => {
    writeFileSync(path, changed.before);
    const undo = await beginUndo(path);
    await changeFile(path, adapter);
    await undo.undo();
    await undo.undo();
    expectContent(path, changed.before);
    expect(readdirSync(folder)).toEqual(['scan.h5']);
    expect((await inspectFile(path)).writers.writers).toEqual([]);
  });

  it.each(['FILE_LOCKED', 'UNSUPPORTED', 'NOT_HDF5', 'TRUNCATED_FILE', 'WRONG_KIND', 'FILE_NOT_FOUND', 'NOT_A_FILE'])(
    'is not begun: %s',
    async (code) => {
      if (code === 'FILE_LOCKED') writeFileSync(path, flagged(changed.after, swmrWriting));
      if (code === 'UNSUPPORTED') copyFileSync(fixture('legacy-superblock2.h5'), path);
      if (code === 'NOT_HDF5') copyFileSync(fixture('not-hdf5.h5'), path);
      if (code === 'TRUNCATED_FILE') writeFileSync(path, cut(changed.after));
      const name = { FILE_NOT_FOUND: join(folder, 'none.h5'), NOT_A_FILE: folder }[code] ?? path;
      for (const address of [48, 2n ** 64n - 1n]) {
        await expect(beginUndo(name, { keepOut: [address] })).rejects.toMatchObject({ code });
      }
      expect(readdirSync(folder)).toEqual(['scan.h5']);
    },
  );

  it('is not begun when somebody stops it', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(beginUndo(path, { signal })).rejects.toThrow('enough');
    const stop = new AbortController();
    const begun = beginUndo(path, { signal: stop.signal, keepOut: [await addressOf(path, adapter, '/samples')] });
    stop.abort(new Error('enough'));
    await expect(begun).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual(['scan.h5']);
    expect((await inspectFile(path)).writers.writers).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('is not begun on a full disk', async () => {
    await withFileSizeLimit(100_000, async () => {
      await expect(beginUndo(path)).rejects.toMatchObject({ code: 'NO_SPACE', file: undoPath(path) });
    });
    expect(readdirSync(folder)).toEqual(['scan.h5']);
  });

  // After a failed close HDF5 is not to be trusted with the file in the same process.
  it.runIf(process.platform === 'linux').each([0, 500, 2000, 8000, 12_000])(
    'undoes a change that the disk had no room for, when the file had grown by %i bytes',
    async (room) => {
      writeFileSync(path, changed.before);
      const { status, stdout, stderr } = spawnSync(process.execPath, [program(), path, String(room)], {
        encoding: 'utf8',
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'NO_SPACE\n', stderr: '' });
      expectContent(path, changed.before);
      expect(readdirSync(folder)).toEqual(['scan.h5']);
    },
  );
});
