import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower } from '@h5tail/follower';
import { linearRangeBoxes } from '../../src/linear-range-boxes.js';

interface Layout {
  /** Scan extents for a number of points. */
  readonly scan: (points: number) => number[];
  readonly plan: (scan: readonly number[]) => DatasetPlan;
  /** Resize before points up to `stop` are set. */
  readonly grow?: (scan: readonly number[], stop: number) => number[];
}

const columns = 200;

const layouts: Record<string, Layout> = {
  'growing (N, 1, 1)': {
    scan: (points) => [points],
    plan: () => ({ shape: [0, 1, 1], maxShape: [null, 1, 1], chunks: [1024, 1, 1] }),
    grow: (_, stop) => [stop, 1, 1],
  },
  'preallocated (N, 1, 1)': {
    scan: (points) => [points],
    plan: (scan) => ({ shape: [...scan, 1, 1] }),
  },
  'preallocated grid (Ny, Nx, 1, 1)': {
    scan: (points) => [points / columns, columns],
    plan: (scan) => ({ shape: [...scan, 1, 1] }),
  },
  'grid that grows by rows': {
    scan: (points) => [points / columns, columns],
    plan: () => ({ shape: [0, columns, 1, 1], maxShape: [null, columns, 1, 1], chunks: [1, columns, 1, 1] }),
    grow: (_, stop) => [Math.ceil(stop / columns), columns, 1, 1],
  },
  'preallocated (Nz, Ny, Nx)': {
    scan: (points) => [points / 1000, 20, 50],
    plan: (scan) => ({ shape: [...scan] }),
  },
};

/**
 * Sets 100 keys more per step, in the last dataset one step later, and polls after each; elements read per dataset.
 *
 * @param isHole Points that never get a key in the first dataset.
 */
async function followStepByStep(
  layout: Layout,
  points: number,
  keyCount: number,
  isHole: (index: number) => boolean = () => false,
): Promise<number[]> {
  const scan = layout.scan(points);
  const names = Array.from({ length: keyCount }, (_, i) => `key${i}`);
  const live = await MemoryScan.create(Object.fromEntries(names.map((name) => [name, layout.plan(scan)])));
  const hasHoles = Array.from({ length: points }).some((_, index) => isHole(index));
  const follower = new KeyFollower({
    keys: await live.datasets(...names),
    ...(hasHoles ? { skipHolesAfterMs: 0 } : {}),
  });
  const set = async (name: string, start: number, stop: number): Promise<void> => {
    const dataset = await live.writer.dataset(name, 'int32');
    if (layout.grow !== undefined) await dataset.resize(layout.grow(scan, stop));
    const padding = (dataset.shape ?? []).slice(scan.length).map(() => 0);
    let index = start;
    for (const box of linearRangeBoxes(start, stop, scan)) {
      const size = box.reduce((product, [from, to]) => product * (to - from), 1);
      const values = Int32Array.from({ length: size }, (_, i) => (name === 'key0' && isHole(index + i) ? 0 : 1));
      await dataset.write([...box, ...padding], values);
      index += size;
    }
    await dataset.flush();
  };
  for (let start = 0; start <= points; start += 100) {
    for (const [i, name] of names.entries()) {
      const lag = keyCount > 1 && i === keyCount - 1 ? 100 : 0;
      if (start - lag >= 0 && start - lag < points) await set(name, start - lag, start - lag + 100);
    }
    await follower.refresh();
  }
  expect(follower.ready).toBe(points);
  expect(follower.skipped.reduce((count, { start, stop }) => count + stop - start, 0)).toBe(
    Array.from({ length: points }).filter((_, index) => isHole(index)).length,
  );
  return names.map((name) => live.counts.elementsRead(`/${name}`));
}

describe.each(Object.entries(layouts))('following keys that grow by 100: %s', (_, layout) => {
  it.each([1, 3])('reads each key about once, with %i key datasets', async (keyCount) => {
    const small = await followStepByStep(layout, 20_000, keyCount);
    const large = await followStepByStep(layout, 40_000, keyCount);
    small.forEach((elements, i) => {
      const twice = large[i] as number;
      expect(elements).toBeGreaterThanOrEqual(20_000);
      expect(elements).toBeLessThanOrEqual(1.5 * 20_000);
      expect(twice).toBeLessThanOrEqual(1.5 * 40_000);
      expect(twice / elements).toBeGreaterThan(1.9);
      expect(twice / elements).toBeLessThan(2.1);
    });
  });
});

/** What is left out; the last point is always set, so that all holes have something behind them. */
const patterns: Record<string, { readonly isHole: (index: number) => boolean; readonly limit: number }> = {
  'every 37th point': { isHole: (index) => index % 37 === 5, limit: 3 },
  'every other point': { isHole: (index) => index % 2 === 0, limit: 3 },
  'ninety of a hundred points': { isHole: (index) => index % 100 < 90, limit: 4 },
  // Some polls find nothing, and look elsewhere.
  'a thousand points now and then': { isHole: (index) => index % 5000 < 1000, limit: 6 },
};

describe.each(Object.entries(layouts))('following keys that grow by 100, with holes: %s', (_, layout) => {
  it.each(
    Object.entries(patterns).flatMap(([what, pattern]) => [1, 2].map((keyCount) => ({ what, keyCount, ...pattern }))),
  )('reads each key a few times without $what, with $keyCount key datasets', async ({ isHole, limit, keyCount }) => {
    const small = await followStepByStep(layout, 10_000, keyCount, isHole);
    const large = await followStepByStep(layout, 20_000, keyCount, isHole);
    small.forEach((elements, i) => {
      const twice = large[i] as number;
      expect(elements).toBeLessThanOrEqual(limit * 10_000);
      expect(twice).toBeLessThanOrEqual(limit * 20_000);
      expect(twice / elements).toBeLessThan(2.4);
    });
  });
});

describe('looking behind a hole', () => {
  it('reads a bounded part of a long empty remainder per poll', async () => {
    const live = await MemoryScan.create({ key: { shape: [1_000_000] } });
    await live.setRange('key', 0, 1000);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], skipHolesAfterMs: 0 });
    await follower.refresh();
    live.counts.reset();
    for (let poll = 0; poll < 100; poll++) await follower.refresh();
    expect(live.counts.elementsRead('/key')).toBeLessThanOrEqual(100 * 1200);
    expect(follower.skipped).toEqual([]);
  });

  it('reads a small window per poll while keys go on coming', async () => {
    const live = await MemoryScan.create({ key: { shape: [100_000] } });
    const follower = new KeyFollower({ keys: [await live.dataset('key')], skipHolesAfterMs: 0 });
    for (let index = 0; index < 1000; index++) {
      await live.setRange('key', index, index + 1);
      await follower.refresh();
    }
    expect(live.counts.elementsRead('/key')).toBeLessThanOrEqual(1000 * 100);
  });

  it('reads the remainder once where a follow ends', async () => {
    const live = await MemoryScan.create({ key: { shape: [1_000_000] } });
    await live.setRange('key', 0, 1000);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], timeoutMs: 0 });
    for await (const _ of follower.ranges());
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 1000 });
    expect(live.counts.elementsRead('/key')).toBeLessThanOrEqual(1_000_000 + 2000);
    expect(live.counts.reads('/key')).toBeLessThanOrEqual(20);
  });
});

describe('reads in proportion to the keys', () => {
  it('also when the progress is irregular', async () => {
    const points = 20_000;
    const live = await MemoryScan.create({ key: { shape: [points] } });
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    const steps = [1, 300, 2, 5, 1000, 40, 1, 1, 77];
    for (let start = 0, i = 0; start < points; i++) {
      const stop = Math.min(start + (steps[i % steps.length] as number), points);
      await live.setRange('key', start, stop);
      await follower.refresh();
      expect(follower.ready).toBe(stop);
      start = stop;
    }
    expect(live.counts.elementsRead('/key')).toBeLessThanOrEqual(4 * points);
  });

  it('with key after key set', async () => {
    const points = 2000;
    const live = await MemoryScan.create({ key: { shape: [0], maxShape: [null] } });
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    for (let point = 0; point < points; point++) {
      await live.resize('key', [point + 1]);
      await live.setRange('key', point, point + 1);
      await follower.refresh();
    }
    expect(follower.ready).toBe(points);
    expect(live.counts.elementsRead('/key')).toBeLessThanOrEqual(2 * points);
  });

  it('and nothing at all while a growing dataset does not grow', async () => {
    const live = await MemoryScan.create({ key: { shape: [0], maxShape: [null] } });
    await live.resize('key', [50]);
    await live.setRange('key', 0, 50);
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    await follower.refresh();
    for (let poll = 0; poll < 100; poll++) await follower.refresh();
    expect(live.counts.elementsRead('/key')).toBe(50);
  });

  it('and a small window while a preallocated dataset does not change', async () => {
    const live = await MemoryScan.create({ key: { shape: [100_000] } });
    await live.setRange('key', 0, 50_000);
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    await follower.refresh();
    for (let poll = 0; poll < 100; poll++) await follower.refresh();
    live.counts.reset();
    for (let poll = 0; poll < 100; poll++) await follower.refresh();
    expect(live.counts.elementsRead('/key')).toBe(100 * 17);
  });

  it('in few reads where very much is ready', async () => {
    const live = await MemoryScan.create({ key: { shape: [1_000_000] } });
    await live.setRange('key', 0, 1_000_000);
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    await follower.refresh();
    expect(follower.isComplete).toBe(true);
    expect(live.counts.elementsRead('/key')).toBe(1_000_000);
    expect(live.counts.reads('/key')).toBeLessThanOrEqual(17);
  });

  it('reads a complete key once, whatever the others do', async () => {
    const live = await MemoryScan.create({ slow: { shape: [20_000] }, complete: { shape: [20_000] } });
    await live.setRange('complete', 0, 20_000);
    const follower = new KeyFollower({ keys: await live.datasets('complete', 'slow') });
    for (let start = 0; start < 20_000; start += 100) {
      await live.setRange('slow', start, start + 100);
      await follower.refresh();
    }
    expect(follower.isComplete).toBe(true);
    expect(live.counts.elementsRead('/complete')).toBe(20_000);
  });
});
