import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { openMth5 } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';

// MTH5 makes such channels where nobody tells it how fast they were sampled.
describe.each(testBackends)('a channel without a sample rate, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  async function withoutRate(name: string): Promise<string> {
    const { file, run } = await fiveChannels(pathOf(name), adapter);
    await run.append(blockOf(0, 20), { start });
    await file.close();
    await using plain = await openFile(file.path, { adapter, mode: 'r+' });
    const dataset = await plain.dataset('/Experiment/Surveys/demo/Stations/mt01/a/ex');
    await dataset.attributes.set('sample_rate', 0);
    return file.path;
  }

  it('is read by numbers, and has no other time than its beginning', async () => {
    await using file = await openMth5(await withoutRate('read.h5'), { adapter, mode: 'r' });
    const ex = await file.channel('demo/mt01/a/ex');
    expect(await ex.read({ from: -2 })).toMatchObject({
      first: 18,
      sampleRate: 0,
      start,
      samples: blockOf(18, 2)['ex'],
    });
  });

  it('is not read by times', async () => {
    await using file = await openMth5(await withoutRate('times.h5'), { adapter, mode: 'r' });
    const ex = await file.channel('demo/mt01/a/ex');
    expect(await codeOf(ex.read({ start }))).toBe('INVALID_DATA');
  });
});
