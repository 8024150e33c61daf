import { array, assert, asyncProperty, boolean, constantFrom, integer, record, shuffledSubarray } from 'fast-check';
import type { Dataset } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, unravelIndex } from '@h5tail/follower';
import { upTo } from '../number-lists.js';

/** How one key dataset of a run is laid out. */
const keyLayout = record({
  growing: boolean(),
  /** Maximum of the slowest axis is left open. */
  unlimited: boolean(),
  padding: integer({ min: 0, max: 2 }),
});

const run = record({
  scan: array(integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  keys: array(keyLayout, { minLength: 1, maxLength: 3 }),
  seed: integer({ min: 1, max: 2 ** 30 }),
  style: constantFrom('in order', 'within a window', 'shuffled'),
  taken: array(integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 12 }),
  from: constantFrom(0, 0, 1, 3),
});

type Run = typeof run extends { generate: (...parameters: never[]) => { value: infer Value } } ? Value : never;

/** A small repeatable source of numbers, so that a failing run is told by its seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** In which order the points of one dataset get their keys. */
function orderOfKeys(size: number, style: Run['style'], random: () => number): number[] {
  const spread = style === 'in order' ? 0 : style === 'within a window' ? 6 : size;
  const places = upTo(size).map((index) => index + random() * spread);
  return upTo(size).toSorted((a, b) => (places[a] as number) - (places[b] as number));
}

/** The naive model: every key as a set of indices, the prefix counted from its start each time. */
function readyPrefix(set: readonly ReadonlySet<number>[], from: number): number {
  let ready = from;
  while (set.every((indices) => indices.has(ready))) ready++;
  return ready;
}

async function createKeys({ scan, keys }: Run): Promise<MemoryScan> {
  const plans = keys.map(({ growing, unlimited, padding }, i): [string, DatasetPlan] => {
    const ones = Array.from({ length: padding }, () => 1);
    const maxShape = [unlimited ? null : (scan[0] as number), ...scan.slice(1), ...ones];
    // A trailing axis of one point would count as padding, so the rank is given.
    return [`key${i}`, { shape: growing ? maxShape.map(() => 0) : [...scan, ...ones], maxShape }];
  });
  return MemoryScan.create(Object.fromEntries(plans));
}

/** Sets the key of one point; a growing dataset gets just the extents that it takes, row by row and column by column. */
async function setKey(dataset: Dataset, index: number, scan: readonly number[]): Promise<void> {
  const position = unravelIndex(index, scan);
  const padded = [...position, ...(dataset.shape ?? []).slice(scan.length).map(() => 0)];
  const shape = (dataset.shape ?? []).map((extent, axis) => Math.max(extent, (padded[axis] as number) + 1));
  await dataset.resize(shape);
  await dataset.write(padded, Int32Array.of(index + 1));
  await dataset.flush();
}

describe('KeyFollower against a naive model', () => {
  it('hands out each index once, in order, as soon as its prefix is ready and not before', async () => {
    await assert(
      asyncProperty(run, async (plan) => {
        const { scan, seed, style, taken } = plan;
        const size = scan.reduce((product, extent) => product * extent, 1);
        const from = Math.min(plan.from, size);
        const random = randomNumbers(seed);
        const live = await createKeys(plan);
        const names = plan.keys.map((_, i) => `key${i}`);
        const writers = await Promise.all(names.map((name) => live.writer.dataset(name)));
        const orders = names.map(() => orderOfKeys(size, style, random));
        const set = names.map(() => new Set<number>());
        const follower = new KeyFollower({
          keys: await live.datasets(...names),
          scanRank: scan.length,
          timeoutMs: 0,
          from,
        });
        const handedOut: number[] = [];
        for (let step = 0; set.some((indices) => indices.size < size); step++) {
          for (const [i, order] of orders.entries()) {
            for (const index of order.splice(0, Math.floor(random() * 5))) {
              await setKey(writers[i] as Dataset, index, scan);
              set[i]?.add(index);
            }
          }
          const ready = readyPrefix(set, from);
          const limit = step < taken.length ? (taken[step] as number) : Infinity;
          await take(follower, limit, (index) => {
            expect(index).toBeLessThan(ready);
            handedOut.push(index);
          });
          if (limit === Infinity) expect(follower.position).toBe(ready);
          if (limit > 0 && follower.end !== undefined) expect(follower.ready).toBe(ready);
        }
        await take(follower, Infinity, (index) => handedOut.push(index));
        expect(handedOut).toEqual(upTo(size).slice(from));
        const isBounded = plan.keys.some(({ unlimited }) => !unlimited);
        expect(follower.end?.reason).toBe(isBounded ? 'complete' : 'idle-timeout');
      }),
      { numRuns: 150 },
    );
  });

  it('holds for keys set in any order whatsoever', async () => {
    await assert(
      asyncProperty(shuffledSubarray(upTo(12), { minLength: 12 }), async (order) => {
        const live = await MemoryScan.create({ key: { shape: [3, 4] } });
        const key = await live.writer.dataset('key');
        const follower = new KeyFollower({ keys: await live.datasets('key') });
        const set = new Set<number>();
        for (const index of order) {
          await setKey(key, index, [3, 4]);
          set.add(index);
          await follower.refresh();
          expect(follower.ready).toBe(readyPrefix([set], 0));
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** Takes at most `limit` indices, then leaves. */
async function take(follower: KeyFollower, limit: number, use: (index: number) => void): Promise<void> {
  let count = 0;
  if (limit === 0) return;
  for await (const index of follower) {
    use(index);
    if (++count >= limit) break;
  }
}
