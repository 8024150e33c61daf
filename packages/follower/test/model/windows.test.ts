import { array, assert, asyncProperty, boolean, constantFrom, integer, nat, oneof, record } from 'fast-check';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, it } from 'vitest';
import { ChunkFollower, type FollowedRange } from '@h5tail/follower';
import { storedChunks } from '../chunk-follower/stored-chunks.js';
import { SimulatedClock } from '../simulated-clock.js';
import { compareStep, consumerSteps, type ConsumerStep, type Pair } from './consumer-steps.js';
import { FollowerModel, type FrontierModel, type WorldModel } from './follower-model.js';

type WriterStep =
  | { readonly do: 'write' | 'write on'; readonly dataset: number; readonly chunk: number }
  | { readonly do: 'grow'; readonly dataset: number; readonly by: number }
  | { readonly do: 'keys'; readonly count: number }
  | { readonly do: 'finish' }
  | { readonly do: 'close' };

const writerSteps = oneof(
  {
    weight: 6,
    arbitrary: record({
      do: constantFrom('write' as const, 'write on' as const, 'write on' as const),
      dataset: nat(1),
      chunk: nat(8),
    }),
  },
  {
    weight: 3,
    arbitrary: record({ do: constantFrom('grow' as const), dataset: nat(1), by: integer({ min: 1, max: 9 }) }),
  },
  { weight: 3, arbitrary: record({ do: constantFrom('keys' as const), count: integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: constantFrom({ do: 'finish' as const }, { do: 'close' as const }) },
);

const layout = record({
  chunk: constantFrom(1, 2, 3, 4),
  isPreallocated: boolean(),
  isUnlimited: boolean(),
  size: integer({ min: 4, max: 24 }),
});

const script = record({
  datasets: array(layout, { minLength: 1, maxLength: 2 }),
  hasKeys: constantFrom(false, false, true),
  windowLength: constantFrom(undefined, undefined, 1, 5),
  from: constantFrom(0, 0, 3),
  steps: array(oneof(consumerSteps, writerSteps), { minLength: 5, maxLength: 40 }),
});

type Script = typeof script extends { generate: (...parameters: never[]) => { value: infer Value } } ? Value : never;

const keyCount = 20;

/** What is true of one dataset. */
interface Written {
  readonly chunk: number;
  readonly limit: number;
  extent: number;
  /** Numbers of the chunks that are stored. */
  readonly stored: Set<number>;
}

interface Truth {
  readonly datasets: readonly Written[];
  /** Number of keys set; `Infinity` without keys. */
  keys: number;
  readonly windowLength: number;
  readonly limit: number;
}

/** The windows that may be read, worked out anew from the truth each time. */
class WindowsModel implements FrontierModel {
  readonly skipped: readonly FollowedRange[] = [];
  readonly heldBack = 0;
  readonly #truth: Truth;
  from: number;
  ready: number;
  reached: number;
  #known = 0;

  constructor(truth: Truth, from: number) {
    this.#truth = truth;
    this.from = from;
    this.ready = from;
    this.reached = from;
  }

  get isComplete(): boolean {
    return this.ready >= this.#truth.limit;
  }

  get missing(): number | undefined {
    const known = this.#truth.limit === Infinity ? this.#known : this.#truth.limit;
    return this.ready < known ? this.ready : undefined;
  }

  get unreached(): FollowedRange | undefined {
    return undefined;
  }

  advance(isDone: boolean): void {
    const { datasets, keys, windowLength, limit } = this.#truth;
    this.#known = Math.max(...datasets.map(({ extent }) => extent));
    const written = datasets.map(({ chunk, extent, stored }) => {
      let stop = this.from - (this.from % chunk);
      while (stop < extent && stored.has(stop / chunk)) stop += chunk;
      return Math.min(stop, extent);
    });
    const target = Math.min(limit, Math.max(keys, this.from), ...written);
    this.reached = Math.max(this.reached, target);
    const stop = isDone || target >= limit ? target : Math.floor(target / windowLength) * windowLength;
    this.ready = Math.max(this.ready, stop);
  }

  passHoles(): boolean {
    return false;
  }

  startFrom(position: number): number {
    return position;
  }

  stopOf(): number {
    return this.ready;
  }

  reset(from: number): void {
    this.from = from;
    this.ready = from;
    this.reached = from;
  }
}

async function write(live: MemoryScan, truth: Truth, world: WorldModel, step: WriterStep): Promise<void> {
  if (world.closed) return;
  if (step.do === 'finish') {
    await live.fill('finished', [1]);
    world.finished = true;
  } else if (step.do === 'close') {
    await live.writer.close();
    world.closed = true;
  } else if (step.do === 'keys') {
    if (truth.keys === Infinity) return;
    truth.keys = Math.min(truth.keys + step.count, keyCount);
    await live.setRange('key', 0, truth.keys);
  } else {
    const place = step.dataset % truth.datasets.length;
    const dataset = truth.datasets[place] as Written;
    if (step.do === 'grow') await grow(live, place, dataset, dataset.extent + step.by);
    else await writeChunk(live, place, dataset, step.do === 'write' ? step.chunk : dataset.stored.size);
  }
}

async function grow(live: MemoryScan, place: number, dataset: Written, extent: number): Promise<void> {
  dataset.extent = Math.max(dataset.extent, Math.min(extent, dataset.limit));
  await live.resize(`data${place}`, [dataset.extent, 3]);
}

/** A whole chunk, as far as the dataset goes; it grows as far as that takes. */
async function writeChunk(live: MemoryScan, place: number, dataset: Written, chunk: number): Promise<void> {
  const start = chunk * dataset.chunk;
  if (start >= Math.min(dataset.limit, 60)) return;
  const stop = Math.min(start + dataset.chunk, dataset.limit);
  if (dataset.extent < stop) await grow(live, place, dataset, stop);
  const data = await live.writer.dataset(`data${place}`, 'int32');
  await data.write([[start, stop]], new Int32Array((stop - start) * 3).fill(1));
  await data.flush();
  dataset.stored.add(chunk);
}

function isWriterStep(step: ConsumerStep | WriterStep): step is WriterStep {
  return ['write', 'write on', 'grow', 'keys', 'finish', 'close'].includes(step.do);
}

describe('any script of a writer and a consumer', () => {
  it('gives what the model says, window by window', async () => {
    await assert(
      asyncProperty(script, async (plan: Script) => {
        const plans = plan.datasets.map(({ chunk, isPreallocated, isUnlimited, size }, i): [string, DatasetPlan] => [
          `data${i}`,
          { shape: [isPreallocated ? size : 0, 3], maxShape: [isUnlimited ? null : size, 3], chunks: [chunk, 2] },
        ]);
        const live = await MemoryScan.create(
          { ...Object.fromEntries(plans), key: { shape: [keyCount] }, finished: { shape: [1] } },
          storedChunks(),
        );
        const clock = new SimulatedClock();
        const follower = new ChunkFollower({
          datasets: await live.datasets(...plans.map(([name]) => name)),
          ...(plan.hasKeys ? { keys: await live.datasets('key') } : {}),
          ...(plan.windowLength === undefined ? {} : { windowLength: plan.windowLength }),
          finished: await live.dataset('finished'),
          timeoutMs: 0,
          clock,
          from: plan.from,
        });
        const datasets = plan.datasets.map(({ chunk, isPreallocated, isUnlimited, size }): Written => {
          const limit = isUnlimited ? Infinity : size;
          return { chunk, limit, extent: isPreallocated ? size : 0, stored: new Set() };
        });
        const truth: Truth = {
          datasets,
          keys: plan.hasKeys ? 0 : Infinity,
          windowLength: follower.windowLength,
          limit: Math.min(plan.hasKeys ? keyCount : Infinity, ...datasets.map(({ limit }) => limit)),
        };
        const world: WorldModel = { finished: false, closed: false, faults: 0, now: 0 };
        const model = new FollowerModel(new WindowsModel(truth, plan.from), world, undefined);
        const pair: Pair<FollowedRange> = {
          follower,
          model,
          world,
          clock,
          rangeOf: ({ start, stop }) => ({ start, stop }),
          cut: (start, stop) => Math.min(start - (start % truth.windowLength) + truth.windowLength, stop),
        };
        for (const step of plan.steps) {
          if (isWriterStep(step)) await write(live, truth, world, step);
          else await compareStep(pair, step);
        }
        await compareStep(pair, { do: 'take', limit: Infinity });
      }),
      { numRuns: 400 },
    );
  });
});
