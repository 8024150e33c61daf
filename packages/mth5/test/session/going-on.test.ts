import type { Hdf5Adapter } from '@h5tail/adapter';
import type { Mth5File, Run } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';

describe.each(testBackends)('samples without a time, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  /** A session with twenty samples of five channels. */
  async function session(name: string): Promise<{ file: Mth5File; run: Run }> {
    const made = await fiveChannels(pathOf(name), adapter);
    await made.file.startSwmr();
    await made.run.append(blockOf(0, 20), { start });
    return made;
  }

  async function startOf(file: Mth5File, channel: string): Promise<string | undefined> {
    return (await file.summary()).find(({ component }) => component === channel)?.start;
  }

  it('begin a channel that was added meanwhile where the others go on', async () => {
    const { file, run } = await session('added.h5');
    await run.addChannel('e9', { sampleRate: 100 });
    await run.append({ ...blockOf(20, 5), e9: [1, 2, 3, 4, 5] });
    await file.flush();
    expect(await startOf(file, 'e9')).toBe('2026-11-20T12:00:00.200000+00:00');
    expect(await startOf(file, 'ex')).toBe(start);
    await file.close();
  });

  it('begin channels without a time with one that was told its time', async () => {
    const { file, run } = await fiveChannels(pathOf('told.h5'), adapter);
    await run.addChannel('e9', { sampleRate: 100, start });
    await file.startSwmr();
    await run.append({ ...blockOf(0, 2), e9: [1, 2] });
    await file.flush();
    expect(await startOf(file, 'hz')).toBe(start);
    await file.close();
  });

  it('are refused where the channels go on at different times, and nothing is appended', async () => {
    const { file, run } = await session('apart.h5');
    const ex = await run.channel('ex');
    await ex.append([7]);
    expect(await codeOf(run.append(blockOf(20, 5)))).toBe('INVALID_DATA');
    await expect(run.append(blockOf(20, 5))).rejects.toThrow(
      /go on at the same time: ex at 2026-11-20T12:00:00\.210000\+00:00, ey at 2026-11-20T12:00:00\.200000/,
    );
    for (const name of ['ey', 'hx', 'hy', 'hz']) await (await run.channel(name)).append([7]);
    expect(await run.append(blockOf(20, 5))).toMatchObject({ first: 21 });
    await file.close();
  });
});
