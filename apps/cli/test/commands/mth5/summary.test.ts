import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5 } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { beginMth5, killedMth5, recordSamples, writeMth5, writeText } from './mth5-files.js';

const channelColumns = [
  'survey',
  'station',
  'run',
  'latitude',
  'longitude',
  'elevation',
  'component',
  'start',
  'end',
  'n_samples',
  'sample_rate',
  'measurement_type',
  'azimuth',
  'tilt',
  'units',
  'has_data',
  'hdf5_reference',
  'run_hdf5_reference',
  'station_hdf5_reference',
];
const runColumns = [
  'channel_scale_factors',
  'duration',
  'end',
  'has_data',
  'input_channels',
  'mth5_path',
  'n_samples',
  'output_channels',
  'run',
  'sample_rate',
  'start',
  'station',
  'survey',
  'run_hdf5_reference',
  'station_hdf5_reference',
];

describe.each(testBackends)('mth5 summary on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'complete.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
    await writeMth5(path, adapter, 25);
  });

  async function summary(...args: readonly string[]): Promise<FakeProcess> {
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'summary', ...args)).toBe(0);
    expect(process.stderr.text).toBe('');
    return process;
  }

  it("prints channels with all of MTH5's columns, in its order", async () => {
    const { output } = await summary(path, '--json');
    expect(output.map((row) => Object.keys(row as object))).toEqual([channelColumns, channelColumns]);
    const station = '/Experiment/Surveys/demo/Stations/mt01';
    const row = {
      survey: 'demo',
      station: 'mt01',
      run: 'a',
      latitude: 0,
      longitude: 0,
      elevation: 0,
      start: '2026-03-01T12:00:00+00:00',
      end: '2026-03-01T12:00:02.400000+00:00',
      n_samples: 25,
      sample_rate: 10,
      azimuth: 0,
      tilt: 0,
      units: 'nanoTesla',
      has_data: true,
      run_hdf5_reference: `${station}/a`,
      station_hdf5_reference: station,
    };
    expect(output).toEqual([
      { ...row, component: 'ex', measurement_type: 'electric', hdf5_reference: `${station}/a/ex` },
      { ...row, component: 'hy', measurement_type: 'magnetic', hdf5_reference: `${station}/a/hy` },
    ]);
  });

  it("prints runs with all of MTH5's columns, in its order", async () => {
    const { output } = await summary(path, '--runs', '--json');
    expect(output.map((row) => Object.keys(row as object))).toEqual([runColumns]);
    expect(output).toMatchObject([
      {
        channel_scale_factors: { ex: 1, hy: 1 },
        duration: 2.4,
        input_channels: ['hy'],
        output_channels: ['ex'],
        mth5_path: path,
        n_samples: 25,
        run: 'a',
      },
    ]);
  });

  it('prints tables', async () => {
    const times = '2026-03-01T12:00:00+00:00  2026-03-01T12:00:02.400000+00:00';
    const [heading, ...lines] = (await summary(path)).stdout.lines;
    expect(heading?.split(/ +/)).toEqual([
      'survey',
      'station',
      'run',
      'component',
      'start',
      'end',
      'n_samples',
      'sample_rate',
      'measurement_type',
      'azimuth',
      'tilt',
      'units',
      'has_data',
    ]);
    expect(lines).toEqual([
      `demo    mt01     a    ex         ${times}         25           10  electric                0     0  nanoTesla  yes`,
      `demo    mt01     a    hy         ${times}         25           10  magnetic                0     0  nanoTesla  yes`,
    ]);
    expect(heading?.indexOf('end ')).toBe(lines[0]?.indexOf('2026-03-01T12:00:02'));
    expect(heading?.indexOf('units')).toBe(lines[0]?.indexOf('nanoTesla'));
    expect((await summary(path, '--runs')).stdout.lines[1]).toBe(
      `demo    mt01     a    ${times}       2.4         25           10  hy              ex               yes`,
    );
  });

  it('prints nothing of a file without channels', async () => {
    const empty = join(folder, 'empty.h5');
    await (await openMth5(empty, { adapter, mode: 'x' })).close();
    for (const flags of [[], ['--json'], ['--runs'], ['--runs', '--json']]) {
      expect((await summary(empty, ...flags)).stdout.text).toBe('');
    }
  });

  it('tells of a live file what is durable, and of one whose writer was killed the same', async () => {
    const live = join(folder, 'live.h5');
    const file = await beginMth5(live, adapter);
    for (const count of [10, 30]) {
      await recordSamples(file, count === 10 ? 0 : 10, count);
      expect((await summary(live, '--json')).output).toMatchObject([{ n_samples: count }, { n_samples: count }]);
    }
    await file.close();
    const killed = join(folder, 'killed.h5');
    await killedMth5(killed, adapter, 17);
    expect((await summary(killed, '--json')).output).toMatchObject([
      { n_samples: 17, end: '2026-03-01T12:00:01.600000+00:00' },
      { n_samples: 17, end: '2026-03-01T12:00:01.600000+00:00' },
    ]);
  });

  it.each(['summary', 'monitor', 'cat'])('refuses in mth5 %s what is no MTH5 file', async (command) => {
    const rest = command === 'cat' ? ['demo/mt01/a'] : [];
    const said = async (name: string): Promise<string> => {
      const process = new FakeProcess({ adapter });
      expect(await process.run('mth5', command, join(folder, name), ...rest)).toBe(1);
      expect(process.stdout.text).toBe('');
      expect(process.stderr.lines).toHaveLength(1);
      return process.stderr.text;
    };
    expect(await said('none.h5')).toMatch(/^h5tail: .*none\.h5: there is no such file/);
    writeText(join(folder, 'text.h5'));
    expect(await said('text.h5')).toContain('text.h5: this is not an HDF5 file');
    await new FakeProcess({ adapter }).run('simulate', join(folder, 'scan.h5'), '--frames', '1', '--overwrite');
    expect(await said('scan.h5')).toMatch(
      /this is no MTH5 file of version 0\.2\.0: it has no \/Experiment\. Name a file that MTH5 or h5tail mth5 init has made\n$/,
    );
  });

  it('ends cleanly when nobody reads its output', async () => {
    const process = new FakeProcess({ adapter });
    process.stdout.failure = 'EPIPE';
    expect(await process.run('mth5', 'summary', path)).toBe(0);
    expect(process.stderr.text).toBe('');
  });
});
