import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5 } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';
import { makeForeign, python, sharedSteps } from './damage-steps.js';

const { look, change: damage } = sharedSteps();
const begin = '2026-11-20T12:00:00+00:00';

describe.skipIf(python === undefined).each(testBackends)('a session that begins on $name', (backend) => {
  const scratch = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it.each(['0.2.0', '0.1.0'] as const)(
    'tells its readers of all that another program wrote, version %s',
    async (version) => {
      const path = scratch(`${backend.name} foreign ${version}.h5`);
      makeForeign(path, '--version', version, '--stations', 'mt01', '--runs', 'a', '--samples', '500', '--rate', '10');
      const run = `${version === '0.1.0' ? '/Survey' : '/Experiment/Surveys/test'}/Stations/mt01/a`;
      await damage(path, [
        ['grow', `${run}/ex`, 520, 7],
        ['drop_rows', 2],
        ['row', 1, { end: '2026-01-02T03:04:54.9' }],
      ]);
      const writer = await openMth5(path, { adapter, mode: 'a', swmr: true });
      const reader = await openMth5(path, { adapter, mode: 'r', swmr: true });
      const [survey] = await reader.surveys();
      const lengths: number[] = [];
      for (const name of ['ex', 'ey', 'hx', 'hy', 'hz']) {
        lengths.push(await (await reader.channel(`${survey}/mt01/a/${name}`)).length());
      }
      expect(lengths).toEqual([520, 500, 500, 500, 500]);
      const hz = await writer.channel(`${survey}/mt01/a/hz`);
      await hz.append([1, 2, 3]);
      await writer.flush();
      expect(await (await reader.channel(`${survey}/mt01/a/hz`)).length()).toBe(503);
      await reader.close();
      await writer.close();
      const { rows, channels } = await look(path);
      expect(rows.map(({ component, n_samples }) => [component, n_samples])).toEqual([
        ['ex', 520],
        ['ey', 500],
        ['hx', 500],
        ['hy', 500],
        ['hz', 503],
      ]);
      for (const name of ['ex', 'ey', 'hy', 'hz']) {
        const row = rows.find(({ component }) => component === name);
        expect(channels[`${run}/${name}`]?.end).toBe(row?.['end']);
        expect(row).toMatchObject({ has_data: true, hdf5_reference: `${run}/${name}` });
      }
    },
  );

  it('goes on from the samples that are there, with a channel that was opened before', async () => {
    const { file } = await fiveChannels(scratch(`${backend.name} opened.h5`), adapter);
    await file.close();
    const at = (name: string): string => `/Experiment/Surveys/demo/Stations/mt01/a/${name}`;
    await damage(file.path, [
      ['grow', at('ex'), 3, 1],
      ['attribute', at('ex'), 'time_period.start', begin],
      ['row', 0, { start: begin, end: begin }],
    ]);
    const writer = await openMth5(file.path, { adapter, mode: 'a' });
    const channel = await writer.channel('demo/mt01/a/ex');
    await channel.append([2]);
    await writer.startSwmr();
    await channel.append([3]);
    expect((await writer.summary())[0]).toMatchObject({ n_samples: 4 });
    await writer.flush();
    expect((await writer.summary())[0]).toMatchObject({ n_samples: 5, end: '2026-11-20T12:00:00.040000+00:00' });
    await writer.close();
    expect((await look(file.path)).channels[at('ex')]?.samples).toEqual([1, 1, 1, 2, 3]);
  });

  it('finds the survey that the table of an old file does not name', async () => {
    const path = scratch(`${backend.name} nameless.h5`);
    makeForeign(path, '--version', '0.1.0', '--stations', 'mt01', '--runs', 'a', '--samples', '50', '--rate', '10');
    await damage(path, [
      ['attribute', '/Survey', 'id', ''],
      ...[0, 1, 2, 3, 4].map((row) => ['row', row, { survey: '' }] as const),
    ]);
    await using reader = await openMth5(path, { adapter, mode: 'r' });
    const [row] = await reader.summary();
    if (row === undefined) throw new Error('there are rows');
    expect(row.survey).toBe('');
    expect(await (await (await reader.run(row)).channel(row.component)).length()).toBe(50);
  });

  it('makes rows that can be read of any times and names', async () => {
    const { file, run } = await fiveChannels(scratch(`${backend.name} words.h5`), adapter, {}, { sampleRate: 3 });
    await run.append(blockOf(0, 3), { start: begin });
    await file.close();
    await damage(file.path, [
      ['row', 0, { start: '2026-11-20T12:00:00.123456789+00:00', end: '2026-11-20T12:00:00.790123456+00:00' }],
      ['row', 1, { component: 'wrong', run: 'b' }],
    ]);
    await using writer = await openMth5(file.path, { adapter, mode: 'a', swmr: true });
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const [ex, ey] = await reader.summary();
    expect(ex).toMatchObject({
      n_samples: 3,
      start: '2026-11-20T12:00:00.123457+00:00',
      end: '2026-11-20T12:00:00.790124+00:00',
    });
    expect(ey).toMatchObject({ component: 'ey', run: 'a', n_samples: 3 });
    await (await writer.channel('demo/mt01/a/ey')).append([9]);
    await writer.flush();
    expect((await (await reader.channel('demo/mt01/a/ey')).read({ from: 3 })).samples).toEqual(Int32Array.of(9));
  });

  it('cuts what a recovery that was broken off has left', async () => {
    const { file, run } = await fiveChannels(scratch(`${backend.name} broken off.h5`), adapter);
    await file.startSwmr();
    await run.append(blockOf(0, 100), { start: begin });
    await file.close();
    await damage(file.path, [
      ['set', '/h5tail/ended', 2],
      ['grow', '/Experiment/Surveys/demo/Stations/mt01/a/ex', 150, 0],
    ]);
    const writer = await openMth5(file.path, { adapter, mode: 'a', swmr: true });
    const again = await writer.run({ survey: 'demo', station: 'mt01', run: 'a' });
    await again.append(blockOf(100, 20));
    await writer.close();
    const { channels } = await look(file.path);
    for (const [name, samples] of Object.entries(blockOf(0, 120))) {
      expect(channels[`/Experiment/Surveys/demo/Stations/mt01/a/${name}`]?.samples).toEqual([...samples]);
    }
  });
});
