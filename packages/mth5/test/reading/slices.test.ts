import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Channel, type Mth5File, type SampleSlice } from '@h5tail/mth5';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, components, fiveChannels, sampleOf } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';
const startTime = 1_795_176_000_000_000_000n;
const milliseconds = (count: number): bigint => startTime + BigInt(count) * 1_000_000n;
const length = 1000;

describe.each(testBackends)('slices of a channel, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  let file: Mth5File;
  let channel: Channel;
  beforeAll(async () => {
    adapter = await createAdapter();
    const made = await fiveChannels(pathOf('slices.h5'), adapter);
    await made.run.append(blockOf(0, length), { start });
    await made.file.close();
    file = await openMth5(made.file.path, { adapter, mode: 'r' });
    channel = await file.channel('demo/mt01/a/ey');
  });
  afterAll(() => file.close());

  /** Reads a slice, and sees that it holds these samples with their time. */
  async function expectSlice(slice: SampleSlice, first: number, stop: number): Promise<void> {
    const block = await channel.read(slice);
    const text = Object.values(slice).map(String).join(' ');
    expect([block.first, block.count], text).toEqual([first, stop - first]);
    expect(block.samples).toEqual(Int32Array.from({ length: stop - first }, (_, index) => sampleOf(1, first + index)));
    expect([block.startTime, block.sampleRate]).toEqual([milliseconds(10 * first), 100]);
    expect(await channel.range(slice)).toEqual([first, stop]);
  }

  it('are all samples where nothing is asked for', () => expectSlice({}, 0, length));

  it.each<[SampleSlice, number, number]>([
    [{ from: 10 }, 10, length],
    [{ to: 10 }, 0, 10],
    [{ from: 10, to: 11 }, 10, 11],
    [{ from: 10, to: 10 }, 10, 10],
    [{ from: 999, to: 1000 }, 999, 1000],
    [{ from: -1 }, 999, length],
    [{ from: -10, to: -1 }, 990, 999],
    [{ to: -990 }, 0, 10],
  ])('by number are half open, and negative numbers count from the end: %o', (slice, first, stop) =>
    expectSlice(slice, first, stop),
  );

  it.each<[SampleSlice, number, number]>([
    [{ from: 990, to: 2000 }, 990, length],
    [{ from: -5000, to: 5 }, 0, 5],
    [{ from: 1000 }, length, length],
    [{ from: 5000, to: 6000 }, length, length],
    [{ from: 20, to: 10 }, 20, 20],
    [{ to: -5000 }, 0, 0],
  ])('by number are cut to the samples that there are: %o', (slice, first, stop) => expectSlice(slice, first, stop));

  it.each<[SampleSlice, number, number]>([
    [{ start: '2026-11-20T12:00:01' }, 100, length],
    [{ end: '2026-11-20T12:00:01' }, 0, 101],
    [{ start: '2026-11-20T12:00:01', end: '2026-11-20T12:00:02' }, 100, 201],
    [{ start: '2026-11-20T12:00:01', end: '2026-11-20T12:00:01' }, 100, 101],
    [{ start: '2026-11-20T13:00:01+01:00', end: '2026-11-20T12:00:01.010Z' }, 100, 102],
    [{ start: milliseconds(1000), end: milliseconds(1010) }, 100, 102],
    [{ start: '2026-11-20T12:00:09.990' }, 999, length],
  ])('by time have their end in them: %o', (slice, first, stop) => expectSlice(slice, first, stop));

  it.each<[number, number]>([
    [4, 0],
    [5, 1],
    [6, 1],
    [14, 1],
    [15, 2],
    [-4, 0],
  ])('by time begin and end at the nearest sample, halves up: %i ms', (ms, index) =>
    expectSlice({ start: milliseconds(ms), end: milliseconds(ms) }, index, index + 1),
  );

  it('by time are as exact as nanoseconds', async () => {
    await expectSlice({ start: milliseconds(5) - 1n }, 0, length);
    await expectSlice({ start: milliseconds(5) }, 1, length);
  });

  it.each<[SampleSlice, number, number]>([
    [{ start: '2026-11-20T11:00:00' }, 0, length],
    [{ end: '2026-11-21T12:00:00' }, 0, length],
    [{ start: '2026-11-20T12:00:10' }, length, length],
    [{ start: '2027-01-01T00:00:00' }, length, length],
    [{ end: '2026-11-20T11:59:59' }, 0, 0],
    [{ end: '2026-11-20' }, 0, 0],
    [{ start: '2026-11-20' }, 0, length],
    [{ start: '2026-11-20T12:00:02', end: '2026-11-20T12:00:01' }, 200, 200],
  ])('by time are cut to the samples that there are: %o', (slice, first, stop) => expectSlice(slice, first, stop));

  it.each<SampleSlice>([
    { from: 0.5 },
    { to: NaN },
    { from: Infinity },
    { start: 'noon' },
    { end: '12:00:00' },
    { start: '2026-02-30T00:00:00' },
  ])('that make no sense are refused: %o', async (slice) => {
    expect([await codeOf(channel.read(slice)), await codeOf(channel.range(slice))]).toEqual([
      'RangeError',
      'RangeError',
    ]);
  });

  it('belong to the caller', async () => {
    const { samples } = await channel.read({ to: 3 });
    samples[0] = 0;
    await expectSlice({ to: 3 }, 0, 3);
  });

  it('of all channels together are cut in the same places', async () => {
    const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
    const block = await run.read({ start: milliseconds(20), end: milliseconds(40) });
    expect([block.first, block.count, block.startTime]).toEqual([2, 3, milliseconds(20)]);
    expect(Object.keys(block.channels)).toEqual([...components]);
    expect(block.channels).toEqual(blockOf(2, 3));
    expect((await run.read({ from: -2, channels: ['HY'] })).channels).toEqual({ hy: blockOf(998, 2)['hy'] });
  });

  it.each([
    [0.1, 86_400, '2026-11-30T12:00:00+00:00'],
    [1 / 3, 86_400, '2026-11-23T12:00:00+00:00'],
    [12.5, 1_080_000, '2026-11-21T12:00:00+00:00'],
    [4096, 245_760, '2026-11-20T12:01:00+00:00'],
  ])(
    'at %d samples per second begin where the time says, also far behind the first',
    async (sampleRate, index, time) => {
      const path = pathOf(`rate ${sampleRate}.h5`);
      await using made = await openMth5(path, { adapter, mode: 'w', gaps: { fill: 0, maxSeconds: Infinity } });
      const run = await (await (await made.addSurvey('demo')).addStation('mt01')).addRun('a');
      const slow = await run.addChannel('ex', { sampleRate, start });
      await slow.append([1, 2, 3], { start });
      // What is between is filled with zeros.
      const seconds = sampleRate === 1 / 3 ? 259_200 : index / sampleRate;
      const { filled } = await slow.append([7, 8, 9], {
        start: startTime + BigInt(Math.round(seconds * 1e3)) * 1_000_000n,
      });
      await made.flush();
      const far = 3 + filled;
      const block = await slow.read({ start: time, end: time });
      if (sampleRate === 0.1) expect(far).toBe(86_400);
      expect([block.first, block.count]).toEqual([far, 1]);
      expect([block.start, [...block.samples]]).toEqual([time, [7]]);
    },
  );

  it.each(['i4', 'f4', 'f8'] as const)('of a channel without samples are empty: %s', async (dtype) => {
    const { file: made } = await fiveChannels(pathOf(`empty ${dtype}.h5`), adapter, {}, { dtype, start });
    await made.close();
    await using reader = await openMth5(made.path, { adapter, mode: 'r' });
    const empty = await reader.channel('demo/mt01/a/ex');
    const classes = { i4: Int32Array, f4: Float32Array, f8: Float64Array };
    for (const slice of [{}, { from: -5 }, { from: 3, to: 5 }, { start: milliseconds(0) }, { end: milliseconds(0) }]) {
      const block = await empty.read(slice);
      expect([block.first, block.count, block.start, block.samples]).toEqual([0, 0, start, new classes[dtype](0)]);
    }
    expect(await empty.length()).toBe(0);
    const run = await reader.run({ survey: 'demo', station: 'mt01', run: 'a' });
    expect((await run.read()).channels).toEqual(
      Object.fromEntries(components.map((name) => [name, new classes[dtype](0)])),
    );
  });
});
