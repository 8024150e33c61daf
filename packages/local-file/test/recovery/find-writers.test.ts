import { appendFileSync, closeSync, linkSync, mkdtempSync, openSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { chmodSync, chownSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/recovery/machine.js';
import { fileKeyOf } from '../../src/recovery/file-key.js';
import { scanProc } from '../../src/recovery/proc-scan.js';
import { findWriters } from '../../src/recovery/find-writers.js';
import { FakeClock, fakeMachine, type FakeMachineOptions } from './fake-machine.js';

const [readOnly, writeOnly, readWrite, append] = [0o100000, 0o100001, 0o100002, 0o102001];

let folder: string;
let path: string;
let clock: FakeClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-writers-'));
  path = join(folder, 'scan.h5');
  writeFileSync(path, 'content');
  clock = new FakeClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

const find = (options: FakeMachineOptions) => findWriters(path, { clock }, fakeMachine(folder, options));

describe.runIf(process.platform === 'linux')('this process', () => {
  it.each([
    ['r', []],
    ['r+', [process.pid]],
    ['a', [process.pid]],
  ])('with the file open as %s', async (flags, pids) => {
    const descriptor = openSync(path, flags);
    const found = await findWriters(path, { watchMs: 0 });
    closeSync(descriptor);
    expect(found.certainty === 'alive').toBe(pids.length > 0);
    expect(found.writers.map(({ pid }) => pid)).toEqual(pids);
    expect((await findWriters(path, { watchMs: 0 })).writers).toEqual([]);
  });

  it.runIf(process.geteuid?.() === 0)('sees everything as the superuser, outside of containers', async () => {
    const isOutside = readlinkSync('/proc/self/ns/pid') === 'pid:[4026531836]';
    expect((await findWriters(path, { watchMs: 0 }, { ...thisMachine, isOwnToContainer: () => false })).certainty).toBe(
      isOutside ? 'none' : 'unknown',
    );
  });

  it('is not found for a file of the same number on another device', () => {
    const descriptor = openSync(path, 'r+');
    const key = fileKeyOf(path);
    expect(scanProc(key, '/proc').writers).toMatchObject([{ pid: process.pid }]);
    expect(scanProc({ ...key, device: key.device + 1n }, '/proc').writers).toEqual([]);
    closeSync(descriptor);
  });

  it('is found whatever the name it opened the file by', async () => {
    const [hard, soft] = [join(folder, 'hard.h5'), join(folder, 'soft.h5')];
    linkSync(path, hard);
    symlinkSync(path, soft);
    const descriptor = openSync(hard, 'r+');
    expect((await findWriters(soft)).certainty).toBe('alive');
    closeSync(descriptor);
  });
});

describe('descriptors of other processes', () => {
  it.each([
    [readOnly, 'none'],
    [writeOnly, 'alive'],
    [readWrite, 'alive'],
    [append, 'alive'],
  ])('opened with flags %i: %s', async (flags, certainty) => {
    const found = await find({ processes: { 12: { command: 'python3 scan.py', open: [{ path, flags }] } } });
    expect(found).toEqual(
      certainty === 'none'
        ? { certainty, reason: 'no process of this machine has it open for writing', writers: [] }
        : {
            certainty,
            reason: 'process 12 (python3 scan.py) has it open for writing',
            writers: [{ pid: 12, command: 'python3 scan.py' }],
          },
    );
  });

  it('of other files, deleted ones and ones with another inode do not count', async () => {
    const other = join(folder, 'other.h5');
    writeFileSync(other, '');
    const { ino } = statSync(path, { bigint: true });
    const open = [
      { path: other, flags: readWrite },
      { path: `${path} (deleted)`, flags: readWrite },
      { path, flags: readWrite, inode: ino + 1n },
    ];
    expect((await find({ processes: { 12: { open } } })).certainty).toBe('none');
    expect((await find({ processes: { 12: { open: [{ path, flags: readWrite, inode: ino }] } } })).certainty).toBe(
      'alive',
    );
  });

  it('are all told, and their commands cannot write to a terminal', async () => {
    const open = [{ path, flags: readWrite }];
    const { reason } = await find({ processes: { 12: { open }, 13: { open, command: '\u001b[31mred\n' } } });
    expect(reason).toBe('process 12, process 13 ([31mred) have it open for writing');
  });
});

describe('locks', () => {
  /** As the kernel shows a device: hexadecimal major and minor number. */
  function place(): string {
    const { dev, ino } = statSync(path, { bigint: true });
    const hex = (number: bigint): string => number.toString(16).padStart(2, '0');
    return `${hex((dev >> 8n) & 0xfffn)}:${hex((dev & 0xffn) | ((dev >> 12n) & 0xffffff00n))}:${ino}`;
  }

  it.each([
    ['1: FLOCK  ADVISORY  WRITE 12 PLACE 0 EOF', 'alive', 'process 12 (h5repack a b) has it open for writing'],
    ['1: OFDLCK ADVISORY  WRITE -1 PLACE 0 EOF', 'alive', 'a process has it open for writing'],
    ['1: FLOCK  ADVISORY  READ  12 PLACE 0 EOF', 'unlikely', '1 process of other users cannot be looked into'],
    ['1: -> FLOCK  ADVISORY  WRITE 12 PLACE 0 EOF', 'unlikely', 'cannot be looked into'],
    ['1: FLOCK  ADVISORY  WRITE 12 PLACE1 0 EOF', 'unlikely', 'cannot be looked into'],
    ['1: FLOCK  ADVISORY  WRITE 12 ff:PLACE 0 EOF', 'unlikely', 'cannot be looked into'],
  ])('%s: %s', async (line, certainty, words) => {
    const locks = `${line.replace('PLACE', place())}\n`;
    // What cannot be looked into is found by its lock.
    const found = await find({ locks, processes: { 12: { command: 'h5repack a b' } } });
    expect(found.certainty).toBe(certainty);
    expect(found.reason).toContain(words);
  });
});

describe('doubts', () => {
  it.each<readonly [options: FakeMachineOptions, certainty: string, words: string]>([
    [{ shared: 'NFS' }, 'unknown', 'on NFS a writer may be on another machine'],
    [{ shared: 'NFS', processes: { 5: {} } }, 'unknown', 'on NFS a writer may be on another machine'],
    [{ namespace: 'pid:[4026532200]' }, 'unlikely', 'a writer may be outside of this container'],
    [{ processes: { 5: {}, 6: {} } }, 'unlikely', '2 processes of other users cannot be looked into'],
    [{ platform: 'win32' }, 'unknown', 'this system cannot tell who has the file open'],
    [
      { platform: 'darwin', lsof: '', isSuperuser: false },
      'unlikely',
      'processes of other users cannot be looked into',
    ],
  ])('%j: %s', async (options, wanted, words) => {
    const { certainty, reason, writers } = await find(options);
    expect([certainty, writers]).toEqual([wanted, []]);
    expect(reason).toContain(words);
    expect(reason).toMatch(/; it did not change within 3 s$/);
    expect(clock.time).toBe(3000);
  });

  it('are none in a container whose own file system holds the file, and about threads of the kernel', async () => {
    const options = { namespace: 'pid:[4026532200]', isOwnToContainer: true };
    expect((await find({ ...options, processes: { 2: { parent: 0 }, 7: { parent: 2 } } })).certainty).toBe('none');
    expect(clock.time).toBe(0);
  });

  it.runIf(process.getuid?.() === 0)('are none about users who may not write the file', async () => {
    const machine = fakeMachine(folder, { processes: { 5: {} } });
    chownSync(join(machine.proc, '5'), 1234, 1234);
    chmodSync(path, 0o644);
    expect((await findWriters(path, { clock }, machine)).certainty).toBe('none');
    chmodSync(path, 0o664);
    expect((await findWriters(path, { clock }, machine)).certainty).toBe('unlikely');
    chmodSync(path, 0o644);
    chownSync(path, 1234, 1234);
    expect((await findWriters(path, { clock }, machine)).certainty).toBe('unlikely');
  });

  it('that were not watched for leave it open', async () => {
    const machine = fakeMachine(folder, { processes: { 5: {} } });
    expect((await findWriters(path, { watchMs: 0, clock }, machine)).certainty).toBe('unknown');
  });

  it('where there is no list of processes', async () => {
    const machine = { ...fakeMachine(folder), proc: join(folder, 'none') };
    expect((await findWriters(path, { clock }, machine)).reason).toContain('cannot be listed');
    rmSync(join(machine.proc), { recursive: true, force: true });
    const hidden = fakeMachine(folder);
    rmSync(join(hidden.proc, '1'), { recursive: true });
    expect((await findWriters(path, { clock }, hidden)).reason).toContain('processes of other users are hidden');
  });

  it('end when the file changes', async () => {
    clock.onSleep = () => {
      if (clock.time === 1000) appendFileSync(path, 'more');
    };
    expect(await find({ shared: 'NFS' })).toEqual({ certainty: 'alive', reason: 'it changes', writers: [] });
    expect(clock.time).toBe(1100);
  });

  it('are not waited for when they need not be, and no longer than the caller wants', async () => {
    const machine = fakeMachine(folder, { shared: 'NFS' });
    expect((await findWriters(path, { clock, watchMs: 0 }, machine)).reason).toBe(
      'on NFS a writer may be on another machine',
    );
    const stop = new AbortController();
    clock.onSleep = () => stop.abort(new Error('enough'));
    await expect(findWriters(path, { clock, signal: stop.signal }, machine)).rejects.toThrow('enough');
    await expect(findWriters(path, { signal: stop.signal })).rejects.toThrow('enough');
    for (const watchMs of [-1, Number.NaN]) {
      await expect(findWriters(path, { watchMs }, machine)).rejects.toBeInstanceOf(RangeError);
    }
  });
});

describe('lsof', () => {
  const reader = 'p11\nch5dump\nf3\nar\nl \n';
  const writer = 'p12\ncpython3 scan.py\nf3\nar\nl \nf5\nau\nl \n';

  it.each([
    [reader, 'none', []],
    ['', 'none', []],
    [reader + writer, 'alive', [12]],
    ['p12\ncpython3\nf4w\naw\nl \n', 'alive', [12]],
    ['p12\ncpython3\nf4r\nar\nlW\n', 'alive', [12]],
  ])('%j: %s', async (lsof, certainty, pids) => {
    const found = await find({ platform: 'darwin', lsof });
    expect(found.certainty).toBe(certainty);
    expect(found.writers.map(({ pid }) => pid)).toEqual(pids);
  });

  it('tells the command', async () => {
    const { reason } = await find({ platform: 'darwin', lsof: writer, isSuperuser: false });
    expect(reason).toBe('process 12 (python3 scan.py) has it open for writing');
  });
});

it('tells that there is no such file', async () => {
  await expect(findWriters(join(folder, 'missing'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});
