import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, sampleTime, type Channel, type Mth5File, type SampleSlice } from '@h5tail/mth5';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels, sampleOf } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';
const startTime = 1_795_176_000_000_000_000n;
const ms = 1_000_000n;
const length = 1000;

describe.each(testBackends)('slices of samples, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  let reader: Mth5File;
  let channel: Channel;
  beforeAll(async () => {
    adapter = await createAdapter();
    const path = pathOf('slices.h5');
    const { file, run } = await fiveChannels(path, adapter);
    await run.addChannel('temperature', { sampleRate: 1, start });
    await file.startSwmr();
    await run.append(blockOf(0, length), { start, someChannels: true });
    await file.close();
    reader = await openMth5(path, { adapter, mode: 'r' });
    channel = await reader.channel('demo/mt01/a/ey');
  });
  afterAll(() => reader.close());

  /** What a slice has to be: its samples follow one another, and so do their times. */
  async function expectSlice(slice: SampleSlice, first: number, stop: number): Promise<void> {
    const run = await reader.run({ survey: 'demo', station: 'mt01', run: 'a' });
    const channels = ['hz', 'ex'];
    const time = startTime + BigInt(first) * 10n * ms;
    const times = { first, count: stop - first, startTime: time, sampleRate: 100 };
    expect(await channel.range(slice)).toEqual([first, stop]);
    expect(await channel.read(slice)).toEqual({
      ...times,
      start: new Date(Number(time / ms)).toISOString().replace('.000Z', '+00:00').replace('Z', '000+00:00'),
      samples: Int32Array.from({ length: stop - first }, (_, index) => sampleOf(1, first + index)),
    });
    expect(await run.range({ ...slice, channels })).toEqual([first, stop]);
    const read = await run.read({ ...slice, channels });
    const { hz, ex } = blockOf(first, stop - first);
    expect(read).toMatchObject(times);
    expect(read.channels).toEqual({ hz, ex });
  }

  it.each<[SampleSlice, number, number]>([
    [{}, 0, 1000],
    [{ from: 0 }, 0, 1000],
    [{ from: 10, to: 20 }, 10, 20],
    [{ to: 5 }, 0, 5],
    [{ from: 999 }, 999, 1000],
    [{ from: -1 }, 999, 1000],
    [{ from: -100, to: -90 }, 900, 910],
    [{ to: -1 }, 0, 999],
    [{ from: -5000 }, 0, 1000],
    [{ from: -5000, to: -5000 }, 0, 0],
    [{ from: 5000 }, 1000, 1000],
    [{ from: 990, to: 5000 }, 990, 1000],
    [{ from: 20, to: 10 }, 20, 20],
    [{ from: 7, to: 7 }, 7, 7],
  ])('by number: %j is %i to %i', (slice, first, stop) => expectSlice(slice, first, stop));

  it.each<[string, SampleSlice, number, number]>([
    ['all', { start, end: '2026-11-20T12:00:09.99' }, 0, 1000],
    ['the end is included', { start: '2026-11-20T12:00:01', end: '2026-11-20T12:00:02' }, 100, 201],
    ['one sample', { start: '2026-11-20T12:00:01', end: '2026-11-20T12:00:01' }, 100, 101],
    ['from a time on', { start: '2026-11-20T12:00:09' }, 900, 1000],
    ['up to a time', { end: '2026-11-20T12:00:00.01' }, 0, 2],
    ['in another zone', { start: '2026-11-20T14:00:01+02:00', end: '2026-11-20T11:00:02-01:00' }, 100, 201],
    ['the nearest sample, below half', { start: startTime + 1004n * ms, end: startTime + 1024n * ms }, 100, 103],
    ['the nearest sample, halves up', { start: startTime + 1005n * ms, end: startTime + 1025n * ms }, 101, 104],
    ['in nanoseconds', { start: startTime + 1_004_999_999n, end: startTime + 1_005_000_000n }, 100, 102],
    ['before the beginning', { start: startTime - 10_000n * ms, end: startTime + 10n * ms }, 0, 2],
    ['all before the beginning', { start: startTime - 10_000n * ms, end: startTime - 5000n * ms }, 0, 0],
    ['beyond the end', { start: startTime + 9980n * ms, end: startTime + 3_600_000n * ms }, 998, 1000],
    ['all beyond the end', { start: startTime + 20_000n * ms, end: startTime + 30_000n * ms }, 1000, 1000],
    ['backwards', { start: startTime + 200n * ms, end: startTime + 100n * ms }, 20, 20],
  ])('by time: %s', (_, slice, first, stop) => expectSlice(slice, first, stop));

  it('of a channel without samples are empty', async () => {
    const empty = await reader.channel('demo/mt01/a/temperature');
    expect(await empty.length()).toBe(0);
    for (const slice of [{}, { from: -5 }, { from: 3, to: 9 }, { start, end: '2026-11-21T00:00:00' }])
      expect(await empty.read(slice)).toEqual({
        first: 0,
        count: 0,
        start,
        startTime,
        sampleRate: 1,
        samples: new Int32Array(0),
      });
  });

  it('that make no sense are refused', async () => {
    for (const from of [0.5, NaN, Infinity]) {
      expect(await codeOf(channel.read({ from }))).toBe('RangeError');
      expect(await codeOf(channel.follow({ from }))).toBe('RangeError');
    }
    expect(await codeOf(channel.read({ to: 1.5 }))).toBe('RangeError');
    expect(await codeOf(channel.read({ start: 'yesterday' }))).toBe('RangeError');
    expect(await codeOf(channel.follow({ blockSamples: 0 }))).toBe('RangeError');
  });

  it('are exact after years at a high rate', async () => {
    const years = pathOf('years.h5');
    const { file, run } = await fiveChannels(years, adapter, {}, { sampleRate: 4096 });
    await file.startSwmr();
    const began = 1_000_000_000_123_456_789n;
    await run.append(blockOf(0, 4096), { start: began });
    await file.close();
    await using later = await openMth5(years, { adapter, mode: 'r' });
    const ex = await later.channel('demo/mt01/a/ex');
    // Times in a file have microseconds.
    const { startTime: first } = await ex.read({ to: 1 });
    expect(first).toBe(1_000_000_000_123_457_000n);
    for (const index of [1, 7, 2048, 4095]) {
      const time = first + (BigInt(index) * 1_000_000_000n + 2048n) / 4096n;
      const read = await ex.read({ start: time, end: time });
      expect([read.first, read.count, read.startTime]).toEqual([index, 1, sampleTime(first, index, 4096)]);
      expect(read.samples).toEqual(Int32Array.of(sampleOf(0, index)));
    }
    // Ten years later: float64 would be some hundred nanoseconds off, which is no sample, but a time that is not right.
    const index = 4096 * 86_400 * 3653 + 1;
    expect(sampleTime(first, index, 4096)).toBe(first + 86_400n * 3653n * 1_000_000_000n + 244_141n);
  });

  it('are told of by a session that begins between two microseconds', async () => {
    const { file, run } = await fiveChannels(pathOf('between.h5'), adapter, {}, { sampleRate: 4096 });
    await file.startSwmr();
    await using live = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const ex = await live.channel('demo/mt01/a/ex');
    for (let first = 0; first < 50; first++) {
      await run.append(blockOf(first, 1), first === 0 ? { start: 1_000_000_000_123_456_600n } : {});
      await file.flush();
      expect(await ex.read()).toMatchObject({ count: first + 1, startTime: 1_000_000_000_123_457_000n });
    }
    await file.close();
  });
});
