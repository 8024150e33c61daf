import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, serveSession, type Mth5File } from '@h5tail/mth5';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';

const at = '/Experiment/Surveys/s';

describe.each(testBackends)('mth5 add on $name', ({ createAdapter }) => {
  const path = join(temporaryFolder(), 'site.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  beforeEach(async () => {
    rmSync(path, { force: true });
    await (await openMth5(path, { adapter, mode: 'w' })).close();
  });

  async function add(...args: string[]) {
    const process = new FakeProcess({ adapter });
    const exitCode = await process.run('mth5', 'add', ...args.slice(0, 1), path, ...args.slice(1));
    return { exitCode, output: process.output, stderr: process.stderr.text };
  }

  async function look<Result>(work: (file: Mth5File) => Promise<Result>): Promise<Result> {
    await using file = await openMth5(path, { adapter, mode: 'r' });
    return await work(file);
  }

  const run = ['--survey', 's', '--station', 'mt01', '--run', 'a'];

  it('adds to a file that nobody has open, and tells what existed', async () => {
    const done = (what: object): object => ({ exitCode: 0, output: [{ ...what, via: 'file' }], stderr: '' });
    expect(await add('survey', '--survey', 's')).toEqual(done({ added: at }));
    const place = ['--latitude', '-12.5', '--longitude', '131', '--elevation', '1e2'];
    expect(await add('station', ...run.slice(0, 4), ...place)).toEqual(done({ added: `${at}/Stations/mt01` }));
    const a = `${at}/Stations/mt01/a`;
    expect(await add('run', ...run, '--channels', 'ex,hy', '--sample-rate', '8', '--dtype', 'f4')).toEqual(
      done({ added: a, channels: [`${a}/ex`, `${a}/hy`] }),
    );
    const temperature = ['--channel', 'temperature', '--sample-rate', '0.5', '--units', 'celsius'];
    expect(await add('channel', ...run, ...temperature)).toEqual(done({ added: `${a}/temperature` }));
    expect(await add('channel', ...run, ...temperature)).toEqual(done({ existed: `${a}/temperature` }));
    expect(await add('run', ...run, '--channels', 'ex,ey', '--sample-rate', '8')).toEqual(
      done({ existed: a, channels: [`${a}/ey`] }),
    );
    expect(await add('survey', '--survey', 's')).toEqual(done({ existed: at }));
    const rows = await look((file) => file.summary());
    expect(
      rows.map((row) => [row.component, row.sample_rate, row.measurement_type, row.latitude, row.elevation]),
    ).toEqual([
      ['ex', 8, 'electric', -12.5, 100],
      ['hy', 8, 'magnetic', -12.5, 100],
      ['temperature', 0.5, 'auxiliary', -12.5, 100],
      ['ey', 8, 'electric', -12.5, 100],
    ]);
  });

  it('adds through the session that has the file open', async () => {
    await using file = await openMth5(path, { adapter, mode: 'r+' });
    await file.addSurvey('s');
    await file.startSwmr();
    await using _owner = await serveSession(file);
    const station = await add('station', '--survey', 's', '--station', 'mt01');
    expect(station).toEqual({ exitCode: 0, output: [{ added: `${at}/Stations/mt01`, via: 'owner' }], stderr: '' });
    const bad = await add('station', '--survey', 's', '--station', 'mt-01');
    expect([bad.exitCode, bad.output]).toEqual([1, []]);
    expect(bad.stderr).toContain('"mt-01" cannot be the name of a station');
    expect(bad.stderr).toContain('Name it for example "mt_01"');
    const missing = await add('run', '--survey', 's', '--station', 'mt09', '--run', 'a');
    expect(missing.stderr).toMatch(/^h5tail: .*: there is no station mt09\. There are mt01\n$/);
    expect(await (await file.survey('s')).stations()).toEqual(['mt01']);
  });

  it('is refused where a session has the file open that does not answer', async () => {
    await using file = await openMth5(path, { adapter, mode: 'r+' });
    await file.startSwmr();
    const { exitCode, output, stderr } = await add('survey', '--survey', 's');
    expect([exitCode, output]).toEqual([1, []]);
    expect(stderr).toContain('site.h5');
    expect(file.isWritable()).toBe(true);
  });

  it.each([
    [['run', ...run, '--channels', 'ex'], '--channels takes --sample-rate HZ'],
    [['station', '--survey', 's'], 'Expected input for flag --station'],
    [['station', ...run.slice(0, 4), '--latitude', 'north'], '--latitude "north": give a number'],
    [['channel', ...run, '--channel', 'ex', '--sample-rate', '0'], '--sample-rate "0": give samples per second'],
    [['channel', ...run, '--channel', 'ex', '--sample-rate', '1', '--type', 'x'], '--type "x": give one of'],
  ])('refuses %j with 2', async (args, words) => {
    const { exitCode, output, stderr } = await add(...args);
    expect([exitCode, output, stderr]).toEqual([2, [], expect.stringContaining(words)]);
  });
});
