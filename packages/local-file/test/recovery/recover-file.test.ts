import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { appendFileSync, closeSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unprivileged } from '../../../adapter-conformance/src/assertions/unprivileged.js';
import { readSuperblock } from '../../src/index.js';
import { inspectFile, recoverFile, type RecoverOptions, type StoredChange } from '../../src/recovery.js';
import type { Machine } from '../../src/recovery/machine.js';
import { planRecovery } from '../../src/recovery/plan-recovery.js';
import { readKnownSuperblock } from '../../src/recovery/read-known-superblock.js';
import { writeChanges } from '../../src/recovery/write-changes.js';
import { fixture } from '../fixture.js';
import { FakeClock, fakeMachine, type FakeMachineOptions } from './fake-machine.js';
import { fileSpaceInfo, marked, withEnd, withExtension, type StoredMessage } from './stored-extension.js';

let folder: string;
let machines: string;
let path: string;
beforeEach(() => {
  machines = mkdtempSync(join(tmpdir(), 'h5tail-machines-'));
  chmodSync(machines, 0o777);
  folder = mkdtempSync(join(tmpdir(), 'h5tail-recover-'));
  chmodSync(folder, 0o755);
  path = join(folder, 'scan.h5');
});
afterEach(() => [folder, machines].forEach((place) => rmSync(place, { recursive: true })));

const killed = (): Uint8Array => readFileSync(fixture('swmr-killed.h5'));
/** On a machine without other programs, or another one. */
const recover = (options: RecoverOptions = {}, machine: FakeMachineOptions = {}) =>
  recoverFile(path, { clock: new FakeClock(), ...options }, fakeMachine(machines, machine));
const inspect = (machine: FakeMachineOptions = {}) =>
  inspectFile(path, { clock: new FakeClock() }, fakeMachine(machines, machine));

function undo(changes: readonly StoredChange[]): void {
  const descriptor = openSync(path, 'r+');
  for (const { before, offset } of changes.toReversed()) writeSync(descriptor, before, 0, before.length, offset);
  closeSync(descriptor);
}

describe('a file that was left', () => {
  it.each([
    ['swmr-killed.h5', 5, 'swmr-writing'],
    ['open-for-writing.h5', 1, 'writing'],
  ])('%s differs afterwards in its superblock alone, and can be put back', async (name, formerFlags, formerWriter) => {
    copyFileSync(fixture(name), path);
    const before = readFileSync(path);
    const recovery = await recover();
    expect(recovery).toMatchObject({ outcome: 'recovered', formerFlags, formerWriter, superblockVersion: 3 });
    const after = readFileSync(path);
    expect(after.length).toBe(before.length);
    expect(after.subarray(48)).toEqual(before.subarray(48));
    const { superblock } = readSuperblock(path);
    expect(superblock).toMatchObject({ writer: 'closed', checksumValid: true, endOfFile: before.length });
    expect(recovery.changes).toMatchObject([{ what: 'superblock', offset: 0 }]);
    expect(Buffer.from(recovery.changes[0]?.before ?? [])).toEqual(before.subarray(0, 48));
    undo(recovery.changes);
    expect(readFileSync(path)).toEqual(before);
  });

  it('is recovered behind a user block that was put before it later', async () => {
    writeFileSync(path, Buffer.concat([Buffer.alloc(1024, 'x'), killed()]));
    const { changes } = await recover();
    expect(changes).toMatchObject([{ offset: 1024 }]);
    const size = statSync(path).size;
    expect(readSuperblock(path).superblock).toMatchObject({ writer: 'closed', checksumValid: true, endOfFile: size });
    // Stored is the end as the file knows it, without the user block.
    expect(readFileSync(path).readBigUInt64LE(1024 + 28)).toBe(BigInt(size - 1024));
    expect(readFileSync(path).subarray(0, 1024).toString()).toBe('x'.repeat(1024));
  });

  it('stays as it is in a dry run', async () => {
    writeFileSync(path, killed());
    const { outcome, changes } = await recover({ dryRun: true });
    expect(outcome).toBe('would-recover');
    expect(readFileSync(path)).toEqual(Buffer.from(killed()));
    expect((await recover()).changes).toEqual(changes);
  });

  it.each(['dtypes.h5', 'legacy-superblock0.h5', 'legacy-superblock2.h5', 'user-block-512.h5'])(
    'is %s, which needs no recovery',
    async (name) => {
      copyFileSync(fixture(name), path);
      const before = readFileSync(path);
      expect(await recover({ copyTo: join(folder, 'copy.h5') })).toMatchObject({ outcome: 'needless', changes: [] });
      expect(readFileSync(path)).toEqual(before);
      expect(readdirSync(folder)).toEqual(['scan.h5']);
    },
  );
});

describe('a copy', () => {
  it('is recovered, and the file stays as it is', async () => {
    writeFileSync(path, killed(), { mode: 0o444 });
    const copyTo = join(folder, 'copy.h5');
    await unprivilegedIn(folder, async () => {
      expect((await recover({ copyTo })).outcome).toBe('recovered');
    });
    expect(readFileSync(path)).toEqual(Buffer.from(killed()));
    expect(readSuperblock(copyTo).superblock).toMatchObject({ writer: 'closed', checksumValid: true });
    expect(readFileSync(copyTo).subarray(48)).toEqual(Buffer.from(killed().subarray(48)));
    expect(readdirSync(folder).toSorted()).toEqual(['copy.h5', 'scan.h5']);
  });

  it('is not there when somebody stops it', async () => {
    writeFileSync(path, killed());
    const stop = new AbortController();
    const machine: Machine = {
      ...fakeMachine(machines),
      fileSystemOf: () => {
        stop.abort(new Error('enough'));
        return { name: 'local', shared: false };
      },
    };
    const options = { copyTo: join(folder, 'copy.h5'), signal: stop.signal };
    await expect(recoverFile(path, options, machine)).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual(['scan.h5']);
  });

  it('takes no place that is taken, and leaves nothing behind where there is no place', async () => {
    writeFileSync(path, killed());
    const copyTo = join(folder, 'copy.h5');
    writeFileSync(copyTo, 'mine');
    for (const dryRun of [true, false]) {
      await expect(recover({ copyTo, dryRun })).rejects.toMatchObject({ code: 'FILE_EXISTS', file: copyTo });
    }
    expect(readFileSync(copyTo, 'utf8')).toBe('mine');
    const nowhere = join(folder, 'no', 'copy.h5');
    await expect(recover({ copyTo: nowhere })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', file: nowhere });
    expect(readdirSync(folder).toSorted()).toEqual(['copy.h5', 'scan.h5']);
  });
});

describe('refused, with nothing written:', () => {
  const cases: readonly (readonly [name: string, make: () => Uint8Array, code: string])[] = [
    ['an empty file', () => Buffer.alloc(0), 'NOT_HDF5'],
    ['no HDF5', () => Buffer.alloc(4096, 'text'), 'NOT_HDF5'],
    ['a wrong checksum', () => Uint8Array.from(killed()).fill(1, 11, 12), 'CORRUPT_FILE'],
    ['an end beyond the file, closed', () => readFileSync(fixture('truncated.h5')), 'TRUNCATED_FILE'],
    ['an end beyond the file, SWMR', () => withEnd(killed(), killed().length + 1), 'TRUNCATED_FILE'],
    ['an end beyond the file, before SWMR', () => withEnd(marked(killed(), 1), 1e9), 'TRUNCATED_FILE'],
  ];
  it.each(cases)('%s', async (_, make, code) => {
    writeFileSync(path, make());
    for (const dryRun of [true, false]) {
      await expect(recover({ dryRun })).rejects.toMatchObject({
        code,
        file: path,
        remedy: expect.any(String) as string,
      });
    }
    expect(readFileSync(path)).toEqual(Buffer.from(make()));
  });

  it('what is not there, and what is no file', async () => {
    await expect(recover()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    mkdirSync(path);
    await expect(recover()).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('what may not be written', async () => {
    writeFileSync(path, killed());
    chmodSync(path, 0o444);
    await unprivilegedIn(folder, async () => {
      for (const dryRun of [true, false]) {
        await expect(recover({ dryRun })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
      }
    });
    chmodSync(path, 0o000);
    await unprivilegedIn(folder, async () => {
      await expect(recover()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    });
    chmodSync(path, 0o444);
    expect(readFileSync(path)).toEqual(Buffer.from(killed()));
  });

  it.runIf(process.platform === 'linux')('a file that this process has open for writing', async () => {
    writeFileSync(path, killed());
    const descriptor = openSync(path, 'r+');
    await expect(recoverFile(path)).rejects.toMatchObject({
      code: 'FILE_LOCKED',
      message: expect.stringContaining(`process ${process.pid} `) as string,
    });
    closeSync(descriptor);
  });
});

describe('a superblock extension', () => {
  const unset = 2n ** 64n - 1n;
  const cases: readonly (readonly [name: string, messages: StoredMessage[], code: string])[] = [
    ['driver information', [{ type: 0x14, bytes: Buffer.alloc(16) }], 'UNSUPPORTED'],
    ['a metadata cache image', [{ type: 0x18, bytes: Buffer.alloc(17) }], 'UNSUPPORTED'],
    ['a message of unknown type', [{ type: 0x1f, bytes: Buffer.alloc(4) }], 'UNSUPPORTED'],
    ['old file space information', [{ type: 0x17, bytes: Buffer.alloc(10) }], 'UNSUPPORTED'],
    ['file space information elsewhere', [{ ...fileSpaceInfo(1n, []), flags: 2 }], 'UNSUPPORTED'],
  ];
  it.each(cases)('with %s is refused', async (_, messages, code) => {
    const bytes = withExtension(killed(), messages);
    writeFileSync(path, bytes);
    await expect(recover()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('nothing was written') as string,
    });
    expect(readFileSync(path)).toEqual(Buffer.from(bytes));
  });

  it.each([
    ['a wrong checksum', (bytes: Uint8Array) => bytes.fill(7, bytes.length - 4)],
    ['no header', (bytes: Uint8Array) => bytes.fill(0, killed().length)],
  ])('with %s is damage', async (_, damage) => {
    const bytes = damage(withExtension(killed(), [fileSpaceInfo(unset, [])]));
    writeFileSync(path, bytes);
    await expect(recover()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    expect(readFileSync(path)).toEqual(Buffer.from(bytes));
  });

  it.each([
    ['nothing that could be stale', [{ type: 0x13, bytes: Buffer.alloc(7) }, fileSpaceInfo(unset, [])]],
    ['a table of shared messages', [{ type: 0x0f, bytes: Buffer.alloc(10) }]],
    [
      'file space information without free space',
      [{ type: 0x17, bytes: fileSpaceInfo(unset, []).bytes.subarray(0, 29) }],
    ],
  ])('with %s stays as it is', async (_, messages) => {
    writeFileSync(path, withExtension(killed(), messages));
    expect((await recover()).changes.map(({ what }) => what)).toEqual(['superblock']);
  });

  it.each([
    ['managers of free space', fileSpaceInfo(unset, [unset, 700n])],
    ['the end that the file had', fileSpaceInfo(700n, [])],
  ])('loses %s, and nothing else; all can be put back', async (_, message) => {
    for (const file of [killed(), Buffer.concat([Buffer.alloc(1024), killed()])]) {
      const bytes = Buffer.from(withExtension(file, [{ type: 0x13, bytes: Buffer.alloc(7, 9) }, message]));
      writeFileSync(path, bytes);
      const { changes } = await recover();
      expect(changes).toMatchObject([{ what: 'superblock extension', offset: file.length }, { what: 'superblock' }]);
      const expected = Buffer.from(
        withExtension(file, [{ type: 0x13, bytes: Buffer.alloc(7, 9) }, fileSpaceInfo(unset, [])]),
      );
      expect(readFileSync(path).subarray(file.length)).toEqual(expected.subarray(file.length));
      undo(changes);
      expect(readFileSync(path)).toEqual(bytes);
    }
  });
});

describe('where the processes of this machine are not all', () => {
  beforeEach(() => writeFileSync(path, killed()));

  it('and the file was quiet for a while, its writer counts as gone', async () => {
    expect((await inspect({ processes: { 5: {} } })).state).toBe('writer-gone');
    const { outcome, writers } = await recover({}, { processes: { 5: {} } });
    expect([outcome, writers?.certainty]).toEqual(['recovered', 'unlikely']);
  });

  it('the caller has to say that the writer is gone', async () => {
    for (const dryRun of [true, false]) {
      await expect(recover({ dryRun }, { shared: 'NFS' })).rejects.toMatchObject({
        code: 'FILE_LOCKED',
        message: expect.stringMatching(/not known: on NFS .*; it did not change within 3 s.*writerIsGone/) as string,
      });
    }
    expect(readFileSync(path)).toEqual(Buffer.from(killed()));
    expect((await inspect({ shared: 'NFS' })).state).toBe('writer-unknown');
    const { outcome, writers } = await recover({ writerIsGone: true }, { shared: 'NFS' });
    expect([outcome, writers?.certainty]).toEqual(['recovered', 'unknown']);
    // Nothing depends on whether a closed file has a writer, so it is not watched.
    const clock = new FakeClock();
    expect((await inspectFile(path, { clock }, fakeMachine(machines, { shared: 'NFS' }))).state).toBe('closed');
    expect(clock.time).toBe(0);
  });

  it('a file that changes has a writer, whatever the caller says', async () => {
    const clock = new FakeClock();
    clock.onSleep = () => appendFileSync(path, 'x');
    const machine = fakeMachine(machines, { shared: 'NFS' });
    await expect(recoverFile(path, { clock, writerIsGone: true }, machine)).rejects.toMatchObject({
      code: 'FILE_LOCKED',
      message: expect.stringContaining('it changes') as string,
    });
    expect((await inspectFile(path, { clock }, machine)).state).toBe('live');
    expect(readSuperblock(path).superblock?.writer).toBe('swmr-writing');
  });

  it('a change after the last look is seen before anything is written', async () => {
    const machine: Machine = {
      ...fakeMachine(machines),
      fileSystemOf: () => {
        appendFileSync(path, 'x');
        return { name: 'local', shared: false };
      },
    };
    await expect(recoverFile(path, {}, machine)).rejects.toMatchObject({
      code: 'FILE_LOCKED',
      message: expect.stringContaining('changed while it was looked at') as string,
    });
    expect(readFileSync(path)).toEqual(Buffer.concat([killed(), Buffer.from('x')]));
    expect(() => writeChanges(path, planRecovery(path, readKnownSuperblock(path), 1), 1)).toThrow('changed while');
    expect(readFileSync(path)).toEqual(Buffer.concat([killed(), Buffer.from('x')]));
  });
});

describe('inspection', () => {
  it.each([
    ['swmr-killed.h5', 'writer-gone', 5, 3],
    ['open-for-writing.h5', 'writer-gone', 1, 3],
    ['dtypes.h5', 'closed', 0, 3],
    ['legacy-superblock0.h5', 'not-swmr', undefined, 0],
    ['legacy-superblock2.h5', 'not-swmr', undefined, 2],
    ['truncated.h5', 'truncated', 0, 3],
  ])('of %s: %s', async (name, state, flags, superblockVersion) => {
    copyFileSync(fixture(name), path);
    const { fileSize } = readSuperblock(path);
    expect(await inspect()).toMatchObject({
      state,
      flags,
      superblockVersion,
      fileSize,
      writers: { certainty: 'none' },
    });
  });

  it.runIf(process.platform === 'linux')('of a file that is open for writing', async () => {
    for (const [name, state] of [
      ['swmr-killed.h5', 'live'],
      ['open-for-writing.h5', 'opened'],
      ['dtypes.h5', 'closed'],
      ['legacy-superblock0.h5', 'not-swmr'],
    ] as const) {
      copyFileSync(fixture(name), path);
      const descriptor = openSync(path, 'r+');
      expect(await inspectFile(path)).toMatchObject({
        state,
        writers: { certainty: 'alive', writers: [{ pid: process.pid }] },
      });
      closeSync(descriptor);
    }
  });

  it.runIf(process.platform === 'linux')('of a part of a file that is being copied', async () => {
    copyFileSync(fixture('dtypes.h5'), path);
    truncateSync(path, 2000);
    const descriptor = openSync(path, 'a');
    expect((await inspectFile(path)).state).toBe('live');
    closeSync(descriptor);
    expect((await inspect()).state).toBe('truncated');
  });

  it('of what is no sound HDF5 file is its fault', async () => {
    await expect(inspect()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    copyFileSync(fixture('corrupt-superblock.h5'), path);
    await expect(inspect()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    copyFileSync(fixture('not-hdf5.h5'), path);
    await expect(inspect()).rejects.toMatchObject({ code: 'NOT_HDF5' });
  });
});

/** As a user whom permissions bind, who may create files in the folder. */
async function unprivilegedIn(place: string, action: () => Promise<void>): Promise<void> {
  chmodSync(place, 0o777);
  await unprivileged(action);
}
