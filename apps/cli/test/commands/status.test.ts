import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findWriters } from '@h5tail/local-file/recovery';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.js';
import { FakeProcess } from '../fake-environment.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../../packages/adapter-conformance/fixtures/${name}`, import.meta.url));

let folder: string;
let process: FakeProcess;
/** Where this user cannot look into all processes, the absence of a writer is not certain. */
let isCertain: boolean;
beforeAll(async () => {
  isCertain = (await findWriters(fixture('swmr-killed.h5'), { watchMs: 0 })).certainty === 'none';
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-status-'));
  process = new FakeProcess({ clock: new FakeClock() });
});
afterEach(() => rmSync(folder, { recursive: true }));

function copied(name: string): string {
  const path = join(folder, name);
  copyFileSync(fixture(name), path);
  return path;
}

describe.runIf(globalThis.process.platform === 'linux')('status', () => {
  it('of a file whose writer was killed names the remedy', async () => {
    const path = copied('swmr-killed.h5');
    expect(await process.run('status', path)).toBe(0);
    expect(process.stdout.lines).toEqual([
      isCertain ? 'writer gone' : 'writer unknown',
      `    file        ${path}`,
      '    superblock  version 3, flags 5: in SWMR mode',
      '    size        4250 bytes; the superblock says 2052',
      isCertain
        ? '    writer      no process of this machine has it open for writing'
        : (expect.stringMatching(/^ {4}writer {6}not known: ./) as string),
      isCertain
        ? `    remedy      h5tail recover ${path} (raw message files: h5tail raw repair ${path}; MTH5 files: h5tail mth5 recover ${path})`
        : `    remedy      if no program writes it, on any machine: h5tail recover ${path} --writer-gone (raw message files: h5tail raw repair ${path} --writer-gone; MTH5 files: h5tail mth5 recover ${path} --writer-gone)`,
    ]);
    expect(process.stderr.text).toBe('');
  });

  it('of a closed one is short', async () => {
    const path = copied('swmr-closed.h5');
    expect(await process.run('status', path)).toBe(0);
    expect(process.stdout.lines[0]).toBe('closed');
    expect(process.stdout.text).not.toContain('remedy');
  });

  it('of a file in an old format says that this tells nothing', async () => {
    expect(await process.run('status', copied('legacy-superblock0.h5'))).toBe(0);
    expect(process.stdout.lines[0]).toBe('not SWMR');
    expect(process.stdout.lines[2]).toBe('    superblock  version 0, which keeps no flags of writers');
  });

  it('as JSON has every part, whatever the file', async () => {
    const gone = copied('swmr-killed.h5');
    const open = copied('open-for-writing.h5');
    const descriptor = openSync(open, 'r+');
    for (const path of [gone, open, copied('legacy-superblock2.h5')]) {
      expect(await process.run('status', path, '--json')).toBe(0);
    }
    closeSync(descriptor);
    const nobody = {
      certainty: isCertain ? 'none' : 'unknown',
      reason: expect.stringMatching(/./) as string,
      processes: [],
    };
    expect(process.output).toEqual([
      {
        file: gone,
        state: isCertain ? 'writer-gone' : 'writer-unknown',
        superblockVersion: 3,
        writer: 'swmr-writing',
        flags: 5,
        endOfFile: 2052,
        fileSize: 4250,
        writers: nobody,
        remedy: expect.stringContaining(`h5tail recover ${gone}`) as string,
      },
      {
        file: open,
        state: 'opened',
        superblockVersion: 3,
        writer: 'writing',
        flags: 1,
        endOfFile: expect.any(Number) as number,
        fileSize: expect.any(Number) as number,
        writers: {
          certainty: 'alive',
          reason: expect.stringMatching(/^process \d+ \(.+\) has it open for writing$/) as string,
          processes: [{ pid: globalThis.process.pid, command: expect.any(String) as string }],
        },
        remedy: 'wait until its writer has begun SWMR mode, or has closed it',
      },
      {
        file: join(folder, 'legacy-superblock2.h5'),
        state: 'not-swmr',
        superblockVersion: 2,
        writer: 'unknown',
        flags: null,
        endOfFile: expect.any(Number) as number,
        fileSize: expect.any(Number) as number,
        writers: nobody,
        remedy: null,
      },
    ]);
  });

  it('of what is cut short says so', async () => {
    expect(await process.run('status', copied('truncated.h5'))).toBe(0);
    expect(process.stdout.lines[0]).toBe('truncated');
    expect(process.stdout.text).toContain('remedy      take the file from its source again');
  });

  it.each([
    ['missing.h5', 'there is no such file'],
    ['not-hdf5.h5', 'not an HDF5 file'],
    ['empty.h5', 'the file is empty'],
    ['corrupt-superblock.h5', 'the checksum of the superblock is wrong'],
    ['.', 'this is not a file'],
  ])('fails with one line for %s', async (name, words) => {
    const path = name === '.' ? folder : name === 'missing.h5' ? join(folder, name) : copied(name);
    expect(await process.run('status', path)).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringContaining(`h5tail: ${path}: `)]);
    expect(process.stderr.text).toContain(words);
    expect(process.stdout.text).toBe('');
  });
});
