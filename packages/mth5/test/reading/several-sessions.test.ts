import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, components, fiveChannels } from '../five-channels.js';
import { DamageSteps, python } from '../recovery/damage-steps.js';
import { scratchFolder } from '../scratch-folder.js';

const place = { survey: 'demo', station: 'mt01', run: 'a' };

describe.each(testBackends)('a reader that stays open, with $name', (backend) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  /** A session in a file that readers have open already. */
  const record = (path: string): Promise<Mth5File> =>
    openMth5(path, { adapter, mode: 'a', swmr: true, ignoreLocks: true, flush: { seconds: Infinity } });

  it('follows the first session of a file to its end', async () => {
    const { file } = await fiveChannels(pathOf(`${backend.name} first.h5`), adapter);
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const follow = await (await reader.run(place)).follow({ timeoutMs: 60_000 });
    const samples: number[] = [];
    const blocks = follow[Symbol.asyncIterator]();
    const first = blocks.next();
    // The reader knows by now that the file is without a session.
    expect(await reader.isRecording()).toBe(false);
    await using writer = await record(file.path);
    await (await writer.run(place)).append(blockOf(0, 10));
    await writer.flush();
    expect(await reader.isRecording()).toBe(true);
    for (let next = await first; next.done !== true; next = await blocks.next()) {
      samples.push(...(next.value.channels['ey'] as Int32Array));
      await writer.close();
    }
    expect(samples).toEqual([...(blockOf(0, 10)['ey'] as Int32Array)]);
    expect(follow.end).toEqual({ reason: 'finished' });
  });

  it.skipIf(python === undefined)(
    'reads on when another program made the table anew between two sessions',
    async () => {
      const { file, run } = await fiveChannels(pathOf(`${backend.name} anew.h5`), adapter);
      // First of the new table, and without samples.
      const bare = await (await (await file.survey('demo')).addStation('a0')).addRun('a');
      await bare.addChannel('ex', { sampleRate: 100 });
      await file.startSwmr();
      await run.append(blockOf(0, 10));
      await file.flush();
      await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
      const followed = await reader.run(place);
      expect((await followed.read()).channels).toEqual(blockOf(0, 10));
      await file.close();

      await using h5py = new DamageSteps();
      await h5py.change(file.path, [['remake_table']]);
      await using writer = await record(file.path);
      await (await writer.run(place)).append(blockOf(10, 5));
      await writer.flush();
      expect((await followed.read()).channels).toEqual(blockOf(0, 15));
      expect((await reader.summary()).map(({ component, n_samples }) => [component, n_samples])).toEqual([
        ['ex', 0],
        ...components.map((name) => [name, 15]),
      ]);
    },
  );

  it.skipIf(python === undefined)('takes the sample that keeps the place of a channel for none', async () => {
    const { file } = await fiveChannels(pathOf(`${backend.name} placeholder.h5`), adapter);
    await file.close();
    const path = '/Experiment/Surveys/demo/Stations/mt01/a/ex';
    await using h5py = new DamageSteps();
    // The row is as MTH5 leaves it: made before the channel got its rate.
    await h5py.change(file.path, [
      ['placeholder', path],
      ['row', 0, { n_samples: 1, sample_rate: 0 }],
    ]);
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const channel = await reader.channel(path);
    expect(await channel.length()).toBe(0);
    await using writer = await record(file.path);
    expect(await channel.length()).toBe(0);
    await (await writer.channel(path)).append([5, 6, 7], { start: '2026-11-20T12:00:00Z' });
    await writer.flush();
    expect(await channel.read()).toMatchObject({
      first: 0,
      start: '2026-11-20T12:00:00+00:00',
      samples: Int32Array.of(5, 6, 7),
    });
  });

  it('keeps a single sample that is zero', async () => {
    const { file, run } = await fiveChannels(pathOf(`${backend.name} zero.h5`), adapter);
    const zeros = Object.fromEntries(components.map((name) => [name, [0]]));
    await file.startSwmr();
    await run.append(zeros);
    await file.close();
    await using writer = await record(file.path);
    expect((await (await writer.run(place)).append(blockOf(1, 1))).first).toBe(1);
    await writer.flush();
    const { samples } = await (await writer.channel('demo/mt01/a/ex')).read();
    expect(samples).toEqual(Int32Array.of(0, 2));
  });

  it.skipIf(python === undefined)('reads samples without a rate by number', async () => {
    const { file, run } = await fiveChannels(pathOf(`${backend.name} no rate.h5`), adapter);
    await run.append(blockOf(0, 3));
    await file.close();
    await using h5py = new DamageSteps();
    await h5py.change(file.path, [['attribute', '/Experiment/Surveys/demo/Stations/mt01/a/ex', 'sample_rate', 0]]);
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    const channel = await reader.channel('demo/mt01/a/ex');
    expect(await channel.read({ from: 1 })).toMatchObject({ sampleRate: 0, samples: Int32Array.of(2, 3) });
    await expect(channel.range({ start: '2026-11-20' })).rejects.toMatchObject({ code: 'INVALID_DATA' });
    await expect(channel.range({ from: 1, start: '2026-11-20' })).rejects.toThrow(TypeError);
  });
});
