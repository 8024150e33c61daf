import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { Hdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { openMth5 } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';

describe.each(testBackends)('a change of the structure during a session, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  it.each(['0.2.0', '0.1.0'] as const)('is seen by a reader that has the file open, version %s', async (version) => {
    const { file, run } = await fiveChannels(pathOf(`seen ${version}.h5`), adapter, { version });
    await file.startSwmr();
    await run.append(blockOf(0, 50), { start });
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const survey = await reader.survey('demo');
    expect(await survey.stations()).toEqual(['mt01']);
    const added = await (await (await file.survey('demo')).addStation('mt02')).addRun('a');
    const channel = await added.addChannel('temperature', { sampleRate: 1, dtype: 'f8', units: 'celsius' });
    expect(await survey.stations()).toEqual(['mt01', 'mt02']);
    expect(await (await (await survey.station('mt02')).run('a')).channels()).toEqual(['temperature']);
    await channel.append([20.5, 21], { start });
    await run.append(blockOf(50, 50));
    await file.flush();
    const [last] = (await reader.summary()).slice(-1);
    expect(last).toMatchObject({
      station: 'mt02',
      component: 'temperature',
      n_samples: 2,
      sample_rate: 1,
      survey: 'demo',
    });
    expect((await (await reader.channel('demo/mt02/a/temperature')).read()).samples).toEqual(Float64Array.of(20.5, 21));
    expect((await (await reader.channel('demo/mt01/a/hx')).read()).samples).toEqual(blockOf(0, 100)['hx']);
    await file.close();
    expect(existsSync(`${file.path}.h5tail-undo`)).toBe(false);
  });

  it('lists runs in their station, also those without channels', async () => {
    const { file } = await fiveChannels(pathOf('lists.h5'), adapter);
    await file.startSwmr();
    const station = await (await file.survey('demo')).station('mt01');
    await station.addRun('b');
    expect((await station.metadata()).run_list).toEqual(['a', 'b']);
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    expect((await (await (await reader.survey('demo')).station('mt01')).metadata()).run_list).toEqual(['a', 'b']);
  });

  it('is refused where no journal can be made, and the session goes on', async () => {
    const { file, run } = await fiveChannels(pathOf('no journal.h5'), adapter);
    await file.startSwmr();
    await run.append(blockOf(0, 10), { start });
    const survey = await file.survey('demo');
    // As a folder that cannot be written.
    const inTheWay = `${file.path}.h5tail-undo.new`;
    mkdirSync(inTheWay);
    await expect(survey.addStation('mt02')).rejects.toBeInstanceOf(Hdf5Error);
    expect(await survey.stations()).toEqual(['mt01']);
    await run.append(blockOf(10, 10));
    await file.flush();
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    expect((await reader.summary())[0]).toMatchObject({ n_samples: 20 });
    rmdirSync(inTheWay);
    await survey.addStation('mt02');
    await run.append(blockOf(20, 10));
    await file.close();
    expect((await (await reader.run({ survey: 'demo', station: 'mt01', run: 'a' })).read()).channels).toEqual(
      blockOf(0, 30),
    );
    expect(await (await reader.survey('demo')).stations()).toEqual(['mt01', 'mt02']);
  });

  it('makes what waited durable first', async () => {
    const { file, run } = await fiveChannels(pathOf('waiting.h5'), adapter, { flush: { seconds: Infinity } });
    await file.startSwmr();
    await run.append(blockOf(0, 50), { start });
    await (await file.survey('demo')).addStation('mt02');
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    expect((await reader.summary())[0]?.n_samples).toBe(50);
    await file.close();
  });

  it('returns what is there already', async () => {
    const { file, run } = await fiveChannels(pathOf('twice.h5'), adapter);
    await file.startSwmr();
    const survey = await file.survey('demo');
    await Promise.all([survey.addStation('mt02'), survey.addStation('mt02')]);
    await run.addChannel('EX', { sampleRate: 1 });
    expect(await survey.stations()).toEqual(['mt01', 'mt02']);
    expect(await run.channels()).toEqual(['ex', 'ey', 'hx', 'hy', 'hz']);
    await file.close();
  });

  it('is refused where MTH5 could not read it, and the session goes on', async () => {
    const { file, run } = await fiveChannels(pathOf('refused.h5'), adapter);
    await file.startSwmr();
    const survey = await file.survey('demo');
    for (const name of ['st-1', 'a.b', 'a/b', '', 'é'])
      expect(await codeOf(survey.addStation(name))).toBe('INVALID_DATA');
    expect(await codeOf(run.addChannel('ex2', { sampleRate: 0 }))).toBe('INVALID_DATA');
    expect(await codeOf(run.addChannel('zz', { sampleRate: 1, type: 'electric' }))).toBe('INVALID_DATA');
    expect(await codeOf(survey.addStation('mt03', { 'location.latitude': 91 }))).toBe('INVALID_DATA');
    expect(await codeOf(survey.addStation('mt03', { custom: { 'foo.bar': 1 } }))).toBe('INVALID_DATA');
    expect(await survey.stations()).toEqual(['mt01']);
    await run.append(blockOf(0, 10), { start });
    await file.close();
  });

  it('leaves nothing behind where it fails in the middle', async () => {
    const { file, run } = await fiveChannels(pathOf('failing.h5'), adapter);
    await file.startSwmr();
    await run.append(blockOf(0, 10), { start });
    // The chunk is more than HDF5 can have.
    const failing = run.addChannel('temperature', { sampleRate: 1, chunk: 2 ** 40 });
    expect(await codeOf(failing)).not.toBe('done');
    expect(await run.channels()).toEqual(['ex', 'ey', 'hx', 'hy', 'hz']);
    await run.append(blockOf(10, 10));
    await run.addChannel('humidity', { sampleRate: 1 });
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    expect((await reader.summary()).map(({ component, n_samples }) => `${component} ${n_samples}`)).toEqual([
      ...['ex', 'ey', 'hx', 'hy', 'hz'].map((name) => `${name} 20`),
      'humidity 0',
    ]);
  });

  it('changes metadata, and keeps the rest of it', async () => {
    const { file, run } = await fiveChannels(pathOf('metadata.h5'), adapter);
    await file.startSwmr();
    await run.append(blockOf(0, 10), { start });
    const station = await (await file.survey('demo')).station('mt01');
    await station.update({ 'location.longitude': -115.25, geographic_name: 'Somewhere', custom: { crew: 'two' } });
    expect(await station.metadata()).toMatchObject({
      'location.latitude': 40.5,
      'location.longitude': -115.25,
      geographic_name: 'Somewhere',
      custom: { crew: 'two' },
    });
    expect(await codeOf(station.update({ 'location.latitude': -90.5 }))).toBe('INVALID_DATA');
    await run.append(blockOf(10, 10));
    await file.close();
  });

  it('is refused to readers', async () => {
    const { file } = await fiveChannels(pathOf('reader.h5'), adapter);
    await file.startSwmr();
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    expect(await codeOf((await reader.survey('demo')).addStation('mt02'))).toBe('READ_ONLY');
    expect(await codeOf(reader.startSwmr())).toBe('READ_ONLY');
    await file.close();
  });
});
