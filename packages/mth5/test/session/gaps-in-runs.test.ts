import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type GapPolicy, type Mth5File, type Run } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';
/** Five samples are missing before it. */
const afterGap = '2026-11-20T12:00:00.250';

describe.each(testBackends)('a gap in time, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  /** Twenty samples and a gap. */
  async function session(name: string, gaps: GapPolicy, dtype: 'i4' | 'f8'): Promise<{ file: Mth5File; run: Run }> {
    const made = await fiveChannels(pathOf(name), adapter, { gaps }, { dtype });
    await made.file.startSwmr();
    await made.run.append(blockOf(0, 20), { start });
    return made;
  }

  async function samplesOf(file: Mth5File, channel: string): Promise<number[]> {
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    return Array.from((await (await reader.channel(channel)).read()).samples, Number);
  }

  const around = (...filled: readonly number[]): number[] => [
    ...Array.from({ length: 20 }, (_, index) => 1 + index),
    ...filled,
    ...Array.from({ length: 20 }, (_, index) => 21 + index),
  ];
  const five = (value: number): number[] => Array.from({ length: 5 }, () => value);

  it.each<[string, GapPolicy, 'i4' | 'f8', number]>([
    ['a number', { fill: -1 }, 'i4', -1],
    ['NaN', { fill: 'nan' }, 'f8', NaN],
    // 11 to 20 and 21 to 30.
    ['the mean of both edges', { fill: 'mean' }, 'f8', 20.5],
    ['the rounded mean in integers', { fill: 'mean' }, 'i4', 21],
    // 19, 20, 21, 22.
    ['the median of short edges', { fill: 'median', window: 2 }, 'f8', 20.5],
  ])('is filled with %s', async (name, gaps, dtype, value) => {
    const { file, run } = await session(`${name}.h5`, gaps, dtype);
    expect(await run.append(blockOf(20, 20), { start: afterGap })).toEqual({ run: 'a', first: 25, filled: 5 });
    expect(await samplesOf(file, 'demo/mt01/a/ex')).toEqual(around(...five(value)));
  });

  it('is filled by edges that are in the file already', async () => {
    const { file, run } = await session('stored edges.h5', { fill: 'mean', window: 3 }, 'f8');
    await file.flush();
    await run.append(blockOf(20, 20), { start: afterGap });
    expect(await samplesOf(file, 'demo/mt01/a/ex')).toEqual(around(...five(20.5)));
  });

  it.each<[string, GapPolicy, 'i4' | 'f8']>([
    ['without a policy', {}, 'i4'],
    ['with NaN in integers', { fill: 'nan' }, 'i4'],
    ['beyond the longest', { fill: 0, maxSeconds: 0.04 }, 'i4'],
  ])('is refused %s, and nothing is appended', async (name, gaps, dtype) => {
    const { file, run } = await session(`refused ${name}.h5`, gaps, dtype);
    expect(await codeOf(run.append(blockOf(20, 20), { start: afterGap }))).toBe('INVALID_DATA');
    await run.append(blockOf(20, 20), { start: '2026-11-20T12:00:00.204' });
    expect(await samplesOf(file, 'demo/mt01/a/ex')).toEqual(around());
  });

  it('is no gap where samples overlap', async () => {
    const { file, run } = await session('overlap.h5', { fill: 0 }, 'i4');
    expect(await codeOf(run.append(blockOf(20, 20), { start: '2026-11-20T12:00:00.19' }))).toBe('INVALID_DATA');
    expect(await samplesOf(file, 'demo/mt01/a/ex')).toHaveLength(20);
  });

  it('begins a run of its own, in the midst of a session', async () => {
    const { file, run } = await session('new run.h5', { fill: 'new-run' }, 'i4');
    expect(await run.append(blockOf(20, 20), { start: afterGap })).toEqual({ run: 'b', first: 0, filled: 0 });
    // Without a time samples follow on from the last.
    expect(await run.append(blockOf(40, 10))).toEqual({ run: 'b', first: 20, filled: 0 });
    expect(await run.append(blockOf(50, 10), { start: '2026-11-20T13:00:00' })).toEqual({
      run: 'c',
      first: 0,
      filled: 0,
    });
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    const station = await (await reader.survey('demo')).station('mt01');
    expect(await station.runs()).toEqual(['a', 'b', 'c']);
    const read = await (await station.run('b')).read();
    expect(read).toMatchObject({ start: '2026-11-20T12:00:00.250000+00:00', channels: blockOf(20, 30) });
    expect((await station.metadata()).run_list).toEqual(['a', 'b', 'c']);
    expect((await (await station.run('b')).metadata()).id).toBe('b');
  });

  it('leads the other channels to the same new run', async () => {
    const { file, run } = await session('channels.h5', { fill: 'new-run' }, 'i4');
    const [ex, hy] = [await run.channel('ex'), await run.channel('hy')];
    const late = blockOf(20, 20);
    expect(await ex.append(late['ex'] ?? [], { start: afterGap })).toMatchObject({ run: 'b' });
    expect(await hy.append(late['hy'] ?? [], { start: afterGap })).toMatchObject({ run: 'b' });
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    const lengths = (await reader.summary()).map((row) => [row.run, row.component, row.n_samples].join(' '));
    expect(lengths).toEqual([
      ...['ex', 'ey', 'hx', 'hy', 'hz'].map((name) => `a ${name} 20`),
      ...['ex 20', 'ey 0', 'hx 0', 'hy 20', 'hz 0'].map((rest) => `b ${rest}`),
    ]);
  });
});
