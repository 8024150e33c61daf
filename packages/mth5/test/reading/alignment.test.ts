import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Run } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { components, fiveChannels, sampleOf } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const second = 1_000_000_000n;
const startTime = 1_795_176_000n * second;
const place = { survey: 'demo', station: 'mt01', run: 'a' };
/** Samples by which each channel begins later than the first, and how many it has. */
const late = [0, 130, 7, 250, 1];
const lengths = [1000, 900, 1200, 900, 1500];
/** From the 250th sample of the first channel to its last. */
const common = { first: 250, count: 750 };

function samplesFrom(channel: number, first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => sampleOf(channel, first + index));
}

describe.each(testBackends)('channels that begin at different times, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  /** Each channel appended to by itself; within half a sample of the time. */
  async function recorded(run: Run): Promise<void> {
    for (const [number, name] of components.entries()) {
      const start = startTime + BigInt(late[number] ?? 0) * 10_000_000n + BigInt(number) * 1_000_000n;
      await (await run.channel(name)).append(samplesFrom(number, 0, lengths[number] ?? 0), { start });
    }
  }

  /** Sample `first` of the run, in each channel. */
  function aligned(first: number, count: number): Record<string, Int32Array> {
    return Object.fromEntries(
      components.map((name, number) => [name, samplesFrom(number, common.first + first - (late[number] ?? 0), count)]),
    );
  }

  it.each(['closed', 'live'] as const)('are read together, %s', async (state) => {
    const { file, run } = await fiveChannels(pathOf(`${state}.h5`), adapter);
    await file.startSwmr();
    await recorded(run);
    await (state === 'closed' ? file.close() : file.flush());
    const reader = await openMth5(file.path, { adapter, mode: 'r', swmr: state === 'live' });
    const reading = await reader.run(place);
    const whole = await reading.read();
    expect(whole).toMatchObject({
      first: 0,
      count: common.count,
      startTime: startTime + 2_503_000_000n,
      sampleRate: 100,
    });
    expect(whole.channels).toEqual(aligned(0, common.count));
    expect((await reading.read({ from: -20, to: -10 })).channels).toEqual(aligned(730, 10));
    expect(await reading.range({ start: startTime })).toEqual([0, common.count]);
    const slice = await reading.read({ start: startTime + 3n * second, end: startTime + 4n * second });
    expect([slice.first, slice.count]).toEqual([50, 101]);
    expect(slice.channels).toEqual(aligned(50, 101));
    // Each by itself has all of its samples.
    const hy = await (await reading.channel('hy')).read();
    expect(hy).toMatchObject({ first: 0, count: 900, startTime: startTime + 2_503_000_000n });
    expect(hy.samples).toEqual(samplesFrom(3, 0, 900));
    await reader.close();
    await file.close();
  });

  it('are followed together, as far as all of them are', async () => {
    const { file, run } = await fiveChannels(pathOf('followed.h5'), adapter);
    await file.startSwmr();
    await recorded(run);
    await file.flush();
    const reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const follow = await (await reader.run(place)).follow({ blockSamples: 400 });
    const blocks = follow[Symbol.asyncIterator]();
    const next = async (first: number, count: number): Promise<void> => {
      const { value } = await blocks.next();
      expect(value).toMatchObject({ first, count });
      expect(value?.channels).toEqual(aligned(first, count));
    };
    await next(0, 400);
    await next(400, 350);
    // The shortest gets more, and then another one is: `ey` ends 1030 samples after the first of `ex`.
    await (await run.channel('ex')).append(samplesFrom(0, 1000, 200));
    await file.flush();
    await next(750, 30);
    await (await run.channel('ey')).append(samplesFrom(1, 900, 500));
    await file.close();
    const rest: number[] = [];
    for (let result = await blocks.next(); result.done !== true; result = await blocks.next()) {
      const { first, count, channels } = result.value;
      expect(first).toBe(780 + rest.reduce((sum, one) => sum + one, 0));
      expect(channels).toEqual(aligned(first, count));
      rest.push(count);
    }
    expect(follow.position).toBe(900);
    expect(follow.end?.reason).toBe('finished');
    await reader.close();
  });

  it('that are sampled at different rates are refused together, and read one by one', async () => {
    const { file, run } = await fiveChannels(pathOf('rates.h5'), adapter);
    const slow = await run.addChannel('temperature', { sampleRate: 1 });
    await file.startSwmr();
    await recorded(run);
    await slow.append([1, 2, 3], { start: startTime });
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    const reading = await reader.run(place);
    expect(await codeOf(reading.read())).toBe('INVALID_DATA');
    expect(await codeOf(reading.range())).toBe('INVALID_DATA');
    expect(await codeOf(reading.follow())).toBe('INVALID_DATA');
    expect((await reading.read({ channels: [...components] })).channels).toEqual(aligned(0, common.count));
    expect((await (await reading.channel('temperature')).read()).samples).toEqual(Int32Array.of(1, 2, 3));
  });
});
