import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type DurableChannel } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, components, fiveChannels } from '../five-channels.js';
import { ManualClock } from '../../../../tooling/typescript/manual-clock.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';

describe.each(testBackends)('appending, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  it('writes what was taken, when it is flushed', async () => {
    const { file, run } = await fiveChannels(pathOf('flushed.h5'), adapter, { flush: { seconds: Infinity } });
    await file.startSwmr();
    expect(await run.append(blockOf(0, 300), { start })).toEqual({ run: 'a', first: 0, filled: 0 });
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    expect((await reader.summary()).map(({ n_samples }) => n_samples)).toEqual([0, 0, 0, 0, 0]);
    await file.flush();
    const rows = await reader.summary();
    expect(rows.map(({ component }) => component)).toEqual(components);
    for (const row of rows) {
      expect(row).toMatchObject({ n_samples: 300, start, end: '2026-11-20T12:00:02.990000+00:00', has_data: true });
    }
    const read = await (await reader.run({ survey: 'demo', station: 'mt01', run: 'a' })).read();
    expect(read.channels).toEqual(blockOf(0, 300));
    await file.close();
  });

  it('tells readers of samples whose first one was taken at any nanosecond', async () => {
    const { file, run } = await fiveChannels(pathOf('nanoseconds.h5'), adapter, {}, { sampleRate: 3 });
    await file.startSwmr();
    // The times of the second sample and of the start round to microseconds in different directions.
    const first = 1_795_176_000_000_000_400n;
    await run.append(blockOf(0, 2), { start: first });
    await run.append(blockOf(2, 1), { start: first + 666_666_667n });
    await file.flush();
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    const [row] = await reader.summary();
    expect(row).toMatchObject({ n_samples: 3, start, end: '2026-11-20T12:00:00.666667+00:00' });
    const read = await (await reader.run({ survey: 'demo', station: 'mt01', run: 'a' })).read();
    expect(read.channels).toEqual(blockOf(0, 3));
    await run.append(blockOf(3, 1));
    await file.flush();
    expect((await reader.summary())[0]).toMatchObject({ n_samples: 4, end: '2026-11-20T12:00:01+00:00' });
    await file.close();
  });

  it('refuses samples whose times cannot be told, and goes on', async () => {
    const { file, run } = await fiveChannels(pathOf('calendar.h5'), adapter, {}, { sampleRate: 1e-6 });
    await file.startSwmr();
    await expect(run.append(blockOf(0, 1), { start: 10n ** 30n })).rejects.toThrow(RangeError);
    await run.append(blockOf(0, 2), { start });
    await expect(run.append(blockOf(2, 300_000))).rejects.toThrow(RangeError);
    await run.append(blockOf(2, 1));
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    expect((await reader.summary())[0]).toMatchObject({ n_samples: 3, start, end: '2026-12-13T15:33:20+00:00' });
  });

  it('refuses a channel that a block has twice', async () => {
    const { file, run } = await fiveChannels(pathOf('twice.h5'), adapter);
    expect(await codeOf(run.append({ ...blockOf(0, 2), EX: [1, 2] }))).toBe('INVALID_DATA');
    expect(await (await run.channel('ex')).length()).toBe(0);
    await file.close();
  });

  it('writes as much of each channel, also where one came later or is compressed', async () => {
    const options = { flush: { samples: 1000, seconds: Infinity } };
    const { file, run } = await fiveChannels(pathOf('alike.h5'), adapter, options, { chunk: 256 });
    await file.startSwmr();
    await run.append(blockOf(0, 100), { start });
    await run.addChannel('later', { sampleRate: 100, chunk: 256, start: '2026-11-20T12:00:01Z' });
    await run.addChannel('packed', { sampleRate: 100, chunk: 256, compression: 4, start: '2026-11-20T12:00:01Z' });
    const samples = new Int32Array(1000).fill(7);
    await run.append({ ...blockOf(100, 1000), later: samples, packed: samples });
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    expect((await reader.summary()).map(({ n_samples }) => n_samples)).toEqual([868, 868, 868, 868, 868, 768, 768]);
    await file.close();
    const ends = (await (await openMth5(file.path, { adapter, mode: 'r' })).summary()).map(
      ({ n_samples }) => n_samples,
    );
    expect(ends).toEqual([1100, 1100, 1100, 1100, 1100, 1000, 1000]);
  });

  it('writes whole chunks when there are enough samples, and the rest after a while', async () => {
    const clock = new ManualClock();
    const durable: (readonly DurableChannel[])[] = [];
    const options = {
      clock,
      flush: { samples: 1000, seconds: 2 },
      onDurable: (some: readonly DurableChannel[]) => durable.push(some),
    };
    const { file, run } = await fiveChannels(pathOf('chunks.h5'), adapter, options, { chunk: 256 });
    await file.startSwmr();
    await run.append(blockOf(0, 999), { start });
    expect(durable).toEqual([]);
    await run.append(blockOf(999, 1));
    const lengths = (): number[] => durable.map(([first]) => first?.samples ?? 0);
    expect(lengths()).toEqual([768]);
    expect(durable[0]).toHaveLength(5);
    clock.advance(2000);
    await run.append(blockOf(1000, 1));
    await expect.poll(lengths).toEqual([768, 1000]);
    clock.advance(2000);
    await expect.poll(lengths).toEqual([768, 1000, 1001]);
    await file.close();
    expect(clock.sleepers).toBe(0);
  });

  it('keeps compressed channels to whole chunks until the end', async () => {
    const clock = new ManualClock();
    const { file, run } = await fiveChannels(
      pathOf('compressed.h5'),
      adapter,
      { clock, flush: { samples: 100, seconds: 1 } },
      { chunk: 256, compression: 4 },
    );
    await file.startSwmr();
    await using reader = await openMth5(file.path, { adapter, mode: 'r', swmr: true });
    await run.append(blockOf(0, 600), { start });
    clock.advance(1000);
    await run.append(blockOf(600, 1));
    expect((await reader.summary())[0]?.n_samples).toBe(512);
    await file.close();
    expect((await reader.summary())[0]?.n_samples).toBe(601);
    expect((await (await reader.channel('demo/mt01/a/hz')).read()).samples).toEqual(blockOf(0, 601)['hz']);
  });

  it('takes all of a block or nothing', async () => {
    const { file, run } = await fiveChannels(pathOf('whole.h5'), adapter);
    await file.startSwmr();
    await run.append(blockOf(0, 10), { start });
    const { hz: _, ...four } = blockOf(10, 10);
    expect(await codeOf(run.append(four))).toBe('INVALID_DATA');
    expect(await codeOf(run.append({ ...four, hz: [1, 2, 3] }))).toBe('INVALID_DATA');
    expect(await codeOf(run.append({ ...four, hz: Array.from({ length: 10 }, () => 0.5) }))).toBe('INVALID_DATA');
    expect(await codeOf(run.append({ ...blockOf(10, 10), temperature: new Int32Array(10) }))).toBe('INVALID_DATA');
    expect(await codeOf(run.append({ ...blockOf(10, 10), EX: new Int32Array(10) }))).toBe('INVALID_DATA');
    expect(await codeOf(run.append(blockOf(10, 10), { sampleRate: 50 }))).toBe('INVALID_DATA');
    expect(await codeOf(run.append(blockOf(10, 10), { start: 'noon' }))).toBe('RangeError');
    await run.append(blockOf(10, 10));
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    const read = await (await reader.run({ survey: 'demo', station: 'mt01', run: 'a' })).read();
    expect(read.channels).toEqual(blockOf(0, 20));
  });

  it('goes on where an earlier session ended', async () => {
    const path = pathOf('again.h5');
    const first = await fiveChannels(path, adapter);
    await first.file.startSwmr();
    await first.run.append(blockOf(0, 150), { start });
    await first.file.close();
    const file = await openMth5(path, { adapter, mode: 'a', swmr: true });
    const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
    expect(await run.append(blockOf(150, 50), { start: '2026-11-20T12:00:01.5' })).toMatchObject({ first: 150 });
    await file.close();
    await using reader = await openMth5(path, { adapter, mode: 'r' });
    expect((await (await reader.channel('demo/mt01/a/ey')).read()).samples).toEqual(blockOf(0, 200)['ey']);
    const metadata = await (await reader.channel('demo/mt01/a/ey')).metadata();
    expect(metadata['time_period.end']).toBe('2026-11-20T12:00:01.990000+00:00');
    const runMetadata = await (await reader.run({ survey: 'demo', station: 'mt01', run: 'a' })).metadata();
    expect(runMetadata).toMatchObject({
      sample_rate: 100,
      'time_period.start': start,
      'time_period.end': '2026-11-20T12:00:01.990000+00:00',
      channels_recorded_electric: ['ex', 'ey'],
      channels_recorded_magnetic: ['hx', 'hy', 'hz'],
    });
  });

  it('says nothing of a fault only once', async () => {
    const { file, run } = await fiveChannels(pathOf('closed.h5'), adapter);
    await file.startSwmr();
    await file.close();
    await file.close();
    expect(await codeOf(run.append(blockOf(0, 1)))).toBe('CLOSED');
    expect(await codeOf(file.flush())).toBe('done');
    expect([file.isSwmrMode(), file.isWritable(), file.isReadable(), file.status]).toEqual([
      false,
      false,
      false,
      'closed',
    ]);
  });
});
