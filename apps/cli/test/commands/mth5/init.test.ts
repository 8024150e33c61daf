import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';

const python = pythonForInterop();
const place = ['--survey', 'demo', '--station', 'mt01', '--run', 'a'];

describe.each(testBackends)('mth5 init on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  async function run(
    ...args: readonly string[]
  ): Promise<{ readonly process: FakeProcess; readonly exitCode: number }> {
    const process = new FakeProcess({ adapter });
    return { process, exitCode: await process.run('mth5', ...args) };
  }

  it('makes a file and tells what is in it', async () => {
    const path = join(folder, 'new.h5');
    const { process, exitCode } = await run(
      'init',
      path,
      ...place,
      '--channels',
      'ex,HY,temperature',
      '--sample-rate',
      '0.5',
    );
    expect([exitCode, process.stderr.text]).toEqual([0, '']);
    expect(process.output).toEqual([
      {
        file: path,
        version: '0.2.0',
        survey: 'demo',
        station: 'mt01',
        run: 'a',
        channels: ['ex', 'hy', 'temperature'],
        sampleRate: 0.5,
      },
    ]);
    const { process: summary } = await run('summary', path, '--json');
    expect(summary.output).toMatchObject([
      { component: 'ex', measurement_type: 'electric', n_samples: 0, sample_rate: 0.5, has_data: false },
      { component: 'hy', measurement_type: 'magnetic', n_samples: 0, sample_rate: 0.5, has_data: false },
      { component: 'temperature', measurement_type: 'auxiliary', n_samples: 0, sample_rate: 0.5, has_data: false },
    ]);
  });

  it('makes the five channels of a station where it is told no others', async () => {
    const { process } = await run('init', join(folder, 'five.h5'), ...place, '--sample-rate', '8');
    expect(process.output).toMatchObject([{ channels: ['ex', 'ey', 'hx', 'hy', 'hz'] }]);
  });

  it('makes a file of version 0.1.0, which has one survey', async () => {
    const path = join(folder, 'older.h5');
    const { process } = await run(
      'init',
      path,
      '--version',
      '0.1.0',
      ...place,
      '--channels',
      'ex',
      '--sample-rate',
      '8',
    );
    expect(process.output).toMatchObject([{ version: '0.1.0', survey: 'demo' }]);
    expect(process.stderr.text).toBe('');
    const { process: summary } = await run('summary', path, '--json');
    expect(summary.output).toMatchObject([{ survey: 'demo', hdf5_reference: '/Survey/Stations/mt01/a/ex' }]);
  });

  it.skipIf(python === undefined)('stores channels as it was told', async () => {
    const path = join(folder, 'stored.h5');
    const flags = [
      '--dtype',
      'f8',
      '--units',
      'volt',
      '--start',
      '2026-03-01 12:00',
      '--chunk',
      '256',
      '--compression',
      '4',
    ];
    expect((await run('init', path, ...place, '--channels', 'ex', '--sample-rate', '100', ...flags)).exitCode).toBe(0);
    const script = [
      'import sys, json, h5py',
      "d = h5py.File(sys.argv[1], 'r')['/Experiment/Surveys/demo/Stations/mt01/a/ex']",
      'a = d.attrs',
      "print(json.dumps([d.dtype.str, d.shape, d.maxshape, d.chunks, d.compression, a['time_period.start'], a['sample_rate'], a['units']]))",
    ].join('\n');
    const { stdout, stderr } = spawnSync(python as string, ['-c', script, path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(['<f8', [0], [null], [256], 'gzip', '2026-03-01T12:00:00+00:00', 100, 'Volt']);
  });

  it('refuses a channel that is named twice, however it is written', async () => {
    const path = join(folder, 'twice.h5');
    for (const channels of ['ex,Ex', 'e x,e_x']) {
      const { process, exitCode } = await run('init', path, ...place, '--channels', channels, '--sample-rate', '100');
      expect([exitCode, process.stderr.text]).toEqual([2, expect.stringContaining('is there twice')]);
    }
    expect(existsSync(path)).toBe(false);
  });

  it('leaves a file that is there as it is', async () => {
    const path = join(folder, 'there.h5');
    writeFileSync(path, 'mine');
    const { process, exitCode } = await run('init', path, ...place, '--channels', 'ex', '--sample-rate', '100');
    expect(exitCode).toBe(1);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/there\.h5: the file is there already\. Choose another name, or remove it first$/),
    ]);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.each([
    [['--station', 'mt-01'], 'ex', '"mt-01" cannot be the name of a station'],
    [['--station', 'mt01'], 'ex,a/b', '"a/b" cannot be the name of a channel'],
  ])('leaves nothing behind of a file with %j and %s', async (station, channels, words) => {
    const path = join(folder, 'refused.h5');
    const flags = [...station, '--run', 'a', '--channels', channels, '--sample-rate', '100'];
    const { process, exitCode } = await run('init', path, ...flags);
    expect(exitCode).toBe(1);
    expect(process.stderr.text).toContain(words);
    expect(existsSync(path)).toBe(false);
  });
});
