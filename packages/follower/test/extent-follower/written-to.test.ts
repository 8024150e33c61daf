import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { expect, it } from 'vitest';
import { ExtentFollower } from '@h5tail/follower';
import { collect } from '../collect.js';
import { SimulatedClock } from '../simulated-clock.js';

/** Follows one dataset of so many elements, of which only some are written. */
async function followed(
  length: number,
  writtenTo: (start: number, stop: number, now: number) => number,
): Promise<{ ranges: number[][]; asked: number[][]; end: ExtentFollower['end'] }> {
  const live = await MemoryScan.create({ log: { shape: [0], maxShape: [null] } });
  const clock = new SimulatedClock();
  const asked: number[][] = [];
  const follower = new ExtentFollower({
    datasets: await live.datasets('log'),
    clock,
    timeoutMs: 100,
    writtenTo: (start, stop) => {
      asked.push([start, stop]);
      return Promise.resolve(writtenTo(start, stop, clock.now()));
    },
  });
  await live.resize('log', [length]);
  const ranges = (await collect(follower)).map(({ start, stop }) => [start, stop]);
  return { ranges, asked, end: follower.end };
}

it('what is extended and not written is not handed out', async () => {
  const { ranges, end } = await followed(9, () => 4);
  expect(ranges).toEqual([[0, 4]]);
  expect(end).toEqual({ reason: 'idle-timeout', missing: 4 });
});

it('is asked at each poll for what is not ready, until all is', async () => {
  const { ranges, asked } = await followed(9, (_start, stop, now) => (now < 30 ? 4 : stop));
  expect(ranges).toEqual([
    [0, 4],
    [4, 9],
  ]);
  expect(asked[0]).toEqual([0, 9]);
  expect(asked.slice(1).every(([start, stop]) => start === 4 && stop === 9)).toBe(true);
  expect(asked.length).toBeGreaterThan(2);
});

it('cannot make ready what the extents do not cover, nor take back what is', async () => {
  expect((await followed(9, () => 20)).ranges).toEqual([[0, 9]]);
  expect((await followed(9, () => -5)).ranges).toEqual([]);
});
