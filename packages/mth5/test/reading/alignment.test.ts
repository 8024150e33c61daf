import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File, type Run } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { scratchFolder } from '../scratch-folder.js';

const startTime = 1_795_176_000_000_000_000n;
const at = (ms: number): bigint => startTime + BigInt(Math.round(ms * 1000)) * 1000n;
const numbers = (first: number, count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => first + i);

/** A channel to make: samples count up from `first`. */
interface Given {
  /** Begins so many milliseconds behind the common time. */
  readonly ms: number;
  readonly first: number;
  readonly count: number;
  readonly rate?: number;
}

describe.each(testBackends)('channels of a run that begin at different times, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  async function fill(file: Mth5File, channels: Readonly<Record<string, Given>>): Promise<Run> {
    const run = await (await (await file.addSurvey('demo')).addStation('mt01')).addRun('a');
    for (const [name, { ms, first, count, rate = 100 }] of Object.entries(channels)) {
      const channel = await run.addChannel(name, { sampleRate: rate, start: at(ms) });
      if (count > 0) await channel.append(numbers(first, count), { start: at(ms) });
    }
    return run;
  }
  async function made(name: string, channels: Readonly<Record<string, Given>>): Promise<Mth5File> {
    const path = pathOf(`${name}.h5`);
    await using file = await openMth5(path, { adapter, mode: 'w' });
    await fill(file, channels);
    return file;
  }
  const runOf = (file: Mth5File): Promise<Run> => file.run({ survey: 'demo', station: 'mt01', run: 'a' });

  const shifted = {
    ex: { ms: 0, first: 0, count: 100 },
    ey: { ms: 30, first: 1000, count: 100 },
    hx: { ms: 500, first: 2000, count: 40 },
  };

  it('are read from the first sample that all have to the last that all have', async () => {
    const { path } = await made('shifted', shifted);
    await using file = await openMth5(path, { adapter, mode: 'r' });
    const run = await runOf(file);
    const block = await run.read();
    // hx begins at 500 ms and ends at 890 ms, before the others.
    expect([block.first, block.count, block.startTime, block.sampleRate]).toEqual([0, 40, at(500), 100]);
    expect(block.channels).toEqual({ ex: numbers(50, 40), ey: numbers(1047, 40), hx: numbers(2000, 40) });
    const part = await run.read({ start: at(510), end: at(530) });
    expect([part.first, part.count, part.startTime]).toEqual([1, 3, at(510)]);
    expect(part.channels).toEqual({ ex: numbers(51, 3), ey: numbers(1048, 3), hx: numbers(2001, 3) });
    expect((await run.read({ from: -1 })).channels).toEqual({
      ex: numbers(89, 1),
      ey: numbers(1086, 1),
      hx: numbers(2039, 1),
    });
    // Before the first that all have there is nothing.
    expect((await run.read({ start: at(0), end: at(490) })).count).toBe(0);
    const two = await run.read({ channels: ['ex', 'ey'] });
    expect([two.count, two.startTime]).toEqual([97, at(30)]);
    expect(two.channels).toEqual({ ex: numbers(3, 97), ey: numbers(1000, 97) });
  });

  it('are followed the same way', async () => {
    const { path } = await made('followed', shifted);
    await using file = await openMth5(path, { adapter, mode: 'r' });
    const follow = await (await runOf(file)).follow({ blockSamples: 16, endWhenClosed: true });
    const seen: [number, number, bigint][] = [];
    for await (const { first, count, startTime: time, channels } of follow) {
      seen.push([first, count, time]);
      expect(channels).toEqual({
        ex: numbers(50 + first, count),
        ey: numbers(1047 + first, count),
        hx: numbers(2000 + first, count),
      });
    }
    expect(seen).toEqual([
      [0, 16, at(500)],
      [16, 16, at(660)],
      [32, 8, at(820)],
    ]);
    // ex and ey have samples beyond the last that all have.
    expect(follow.end).toEqual({ reason: 'closed', missing: 40 });
  });

  it('are followed from the end that all have, where that is asked for', async () => {
    const { path } = await made('negative', shifted);
    await using file = await openMth5(path, { adapter, mode: 'r' });
    const run = await runOf(file);
    for (const [from, first] of [
      [-5, 35],
      [-40, 0],
      [-41, 0],
      [-1000, 0],
      [39, 39],
    ] as const) {
      const follow = await run.follow({ from, endWhenClosed: true });
      expect(follow.position).toBe(first);
      for await (const block of follow) {
        expect([block.first, block.channels['ex']]).toEqual([first, numbers(50 + first, 40 - first)]);
      }
      expect([follow.position, follow.end?.reason]).toEqual([40, 'closed']);
    }
    expect(await codeOf(run.follow({ from: 0.5 }))).toBe('RangeError');
    expect(await codeOf(run.follow({ blockSamples: 0 }))).toBe('RangeError');
  });

  it.each([
    [4, 50],
    [6, 49],
  ])('are aligned to the nearest sample: %i ms off', async (ms, first) => {
    const { path } = await made(`near ${ms}`, {
      ex: { ms, first: 0, count: 100 },
      ey: { ms: 500, first: 1000, count: 10 },
    });
    await using file = await openMth5(path, { adapter, mode: 'r' });
    const block = await (await runOf(file)).read();
    expect(block.startTime).toBe(at(500));
    expect(block.channels).toEqual({ ex: numbers(first, 10), ey: numbers(1000, 10) });
  });

  it('have nothing together where one ends before another begins, or one has no samples', async () => {
    const apart = await made('apart', { ex: { ms: 0, first: 0, count: 10 }, ey: { ms: 1000, first: 0, count: 10 } });
    const empty = await made('empty', { ex: { ms: 0, first: 0, count: 10 }, ey: { ms: 0, first: 0, count: 0 } });
    for (const { path } of [apart, empty]) {
      await using file = await openMth5(path, { adapter, mode: 'r' });
      const run = await runOf(file);
      expect([(await run.read()).count, (await run.read({ from: -5 })).count]).toEqual([0, 0]);
      expect((await run.read({ channels: ['ex'] })).channels).toEqual({ ex: numbers(0, 10) });
    }
  });

  it('whose rates differ are read one by one', async () => {
    const { path } = await made('rates', {
      ex: { ms: 0, first: 0, count: 10 },
      ey: { ms: 0, first: 100, count: 10 },
      temp: { ms: 0, first: 200, count: 2, rate: 1 },
    });
    await using file = await openMth5(path, { adapter, mode: 'r' });
    const run = await runOf(file);
    await expect(run.read()).rejects.toMatchObject({ code: 'INVALID_DATA', remedy: 'Read these channels one by one' });
    expect(await codeOf(run.follow())).toBe('INVALID_DATA');
    expect((await run.read({ channels: ['ex', 'ey'] })).channels).toEqual({ ex: numbers(0, 10), ey: numbers(100, 10) });
    const slow = await (await run.channel('temp')).read({ start: at(1000) });
    expect([slow.first, slow.samples]).toEqual([1, numbers(201, 1)]);
  });

  it('are aligned by what a session says of their beginning, which attributes do not tell yet', async () => {
    const path = pathOf('session.h5');
    const writer = await openMth5(path, { adapter, mode: 'w' });
    const run = await (await (await writer.addSurvey('demo')).addStation('mt01')).addRun('a');
    for (const name of ['ex', 'ey']) await run.addChannel(name, { sampleRate: 100 });
    await writer.startSwmr();
    await using reader = await openMth5(path, { adapter, mode: 'r', swmr: true });
    const seenRun = await runOf(reader);
    const follow = await seenRun.follow({ blockSamples: 1000, timeoutMs: 20_000 });
    const iterator = follow[Symbol.asyncIterator]();
    await (await run.channel('ex')).append(numbers(0, 30), { start: at(0) });
    await writer.flush();
    expect((await seenRun.read()).count).toBe(0);
    await (await run.channel('ey')).append(numbers(100, 5), { start: at(200) });
    await writer.flush();
    const expected = { ex: numbers(20, 5), ey: numbers(100, 5) };
    const first = await iterator.next();
    expect(first.value).toMatchObject({ first: 0, count: 5, startTime: at(200), upToDate: true, channels: expected });
    expect(await seenRun.read()).toMatchObject({ count: 5, startTime: at(200), channels: expected });
    await writer.close();
    expect((await iterator.next()).done).toBe(true);
    // ex has samples beyond the last that both have.
    expect(follow.end).toEqual({ reason: 'finished', missing: 5 });
    // Now the attributes tell it.
    await using closed = await openMth5(path, { adapter, mode: 'r' });
    expect(await (await runOf(closed)).read()).toMatchObject({ count: 5, startTime: at(200), channels: expected });
  });
});
