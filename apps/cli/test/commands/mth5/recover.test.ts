import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5 } from '@h5tail/mth5';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';

describe.each(testBackends)('mth5 recover on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'killed.h5');
  const copy = join(folder, 'mended.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  /** A file as its recorder leaves it when it is killed: a copy made in the middle of a session. */
  beforeEach(async () => {
    for (const file of [path, copy]) rmSync(file, { force: true });
    const live = join(folder, 'live.h5');
    await using file = await openMth5(live, { adapter, mode: 'w' });
    const run = await (await (await file.addSurvey('s')).addStation('mt01')).addRun('a');
    await run.addChannel('ex', { sampleRate: 10, start: '2026-01-01' });
    await file.startSwmr();
    await run.append({ ex: [1, 2, 3] });
    await file.flush();
    copyFileSync(live, path);
  });

  async function recover(...flags: string[]) {
    const process = new FakeProcess({ adapter });
    const exitCode = await process.run('mth5', 'recover', path, ...flags);
    return { exitCode, lines: process.stdout.lines, stderr: process.stderr.text };
  }

  async function samples(file: string): Promise<unknown> {
    await using opened = await openMth5(file, { adapter, mode: 'r' });
    return (await (await opened.channel('s/mt01/a/ex')).read()).samples;
  }

  it('mends a file, tells what it found, and then finds nothing more', async () => {
    const { exitCode, lines, stderr } = await recover();
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/killed\.h5: recovered: \d+ findings?\n$/)]);
    expect(lines).toContainEqual(expect.stringMatching(/^superblock: bytes 0 to \d+ were [0-9a-f]+$/));
    expect(lines).toContainEqual(expect.stringMatching(/: the session was marked as ended$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/\/a\/ex: its attributes were corrected: .* to 2026-01-01T00:00:00\.200000/),
    );
    expect(await samples(path)).toEqual(Int32Array.of(1, 2, 3));
    const whole = readFileSync(path);
    expect(await recover()).toEqual({ exitCode: 0, lines: [], stderr: `h5tail: ${path}: nothing to recover\n` });
    expect(readFileSync(path).equals(whole)).toBe(true);
  });

  it('changes nothing in a dry run', async () => {
    const before = readFileSync(path);
    const { exitCode, lines, stderr } = await recover('--dry-run', '--json');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('would be recovered')]);
    expect(JSON.parse(lines.join(''))).toMatchObject({
      file: path,
      copy: null,
      outcome: 'would-recover',
      undo: null,
      recovery: { outcome: 'would-recover', formerWriter: 'swmr-writing' },
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('mends a copy, and leaves the file as it is', async () => {
    const before = readFileSync(path);
    const { exitCode, lines, stderr } = await recover('--copy-to', copy, '--json');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`recovered into ${copy}`)]);
    const report = JSON.parse(lines.join('')) as { copy: string; findings: { kind: string; object: string }[] };
    expect(report.copy).toBe(copy);
    expect(report.findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['session-ended', 'attributes-corrected']),
    );
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(await samples(copy)).toEqual(Int32Array.of(1, 2, 3));
    rmSync(copy);
    await recover();
    const needless = await recover('--copy-to', copy);
    expect(needless.stderr).toContain(`nothing to recover; ${copy} was not made, take the file itself`);
    expect(existsSync(copy)).toBe(false);
  });
});
