import { array, assert, asyncProperty, boolean, constantFrom, integer, nat, oneof, record } from 'fast-check';
import { Hdf5Error, type Dataset } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, it } from 'vitest';
import { KeyFollower, RowKeyFollower, unravelIndex } from '@h5tail/follower';
import { SimulatedClock } from '../simulated-clock.js';
import { compareStep, consumerSteps, type ConsumerStep, type Pair } from './consumer-steps.js';
import { FollowerModel, type WorldModel } from './follower-model.js';
import { PointsModel, RowsModel, type KeysModel } from './points-model.js';

type WriterStep =
  | { readonly do: 'set'; readonly key: number; readonly points: readonly number[] }
  | { readonly do: 'set on'; readonly key: number; readonly count: number }
  | { readonly do: 'finish' | 'close' | 'fault' };

const writerSteps = oneof(
  {
    weight: 4,
    arbitrary: record({ do: constantFrom('set' as const), key: nat(1), points: array(nat(30), { maxLength: 6 }) }),
  },
  {
    weight: 8,
    arbitrary: record({ do: constantFrom('set on' as const), key: nat(1), count: integer({ min: 1, max: 8 }) }),
  },
  { weight: 1, arbitrary: record({ do: constantFrom('finish' as const, 'close' as const, 'fault' as const) }) },
);

const scripts = record({
  rows: integer({ min: 1, max: 6 }),
  columns: constantFrom(undefined, 1, 3, 5),
  keyCount: constantFrom(1, 1, 2),
  isGrowing: boolean(),
  isUnlimited: boolean(),
  skipHolesAfterMs: constantFrom(undefined, 0, 100, Infinity),
  from: constantFrom(0, 0, 1, 4),
  rowSize: constantFrom(2, 3, 5),
  steps: array(oneof(consumerSteps, writerSteps), { minLength: 5, maxLength: 40 }),
});

type Script = typeof scripts extends { generate: (...parameters: never[]) => { value: infer Value } } ? Value : never;

/** A scan in memory whose keys are set as a script says, and the truth of it. */
class ScriptedScan {
  readonly live: MemoryScan;
  readonly world: WorldModel;
  readonly keys: KeysModel;
  readonly #faults: { left: number };
  readonly #shape: readonly number[];
  readonly #writers: readonly Dataset[];

  /** `faults` are those of the reader, `world` is what the model knows. */
  private constructor(
    script: Script,
    live: MemoryScan,
    { world, faults }: { readonly world: WorldModel; readonly faults: { left: number } },
    shape: readonly number[],
    writers: Dataset[],
  ) {
    this.live = live;
    this.world = world;
    this.#faults = faults;
    this.#shape = shape;
    this.#writers = writers;
    const columns = shape[1] ?? 1;
    const size = script.isUnlimited ? Infinity : shape.reduce((product, extent) => product * extent, 1);
    this.keys = {
      set: writers.map(() => new Set<number>()),
      size,
      room: () => Math.max(...writers.map((key) => (key.shape?.[0] ?? 0) * columns)),
    };
  }

  static async create(script: Script): Promise<ScriptedScan> {
    const { rows, columns, keyCount, isGrowing, isUnlimited } = script;
    const shape = columns === undefined ? [rows * 5] : [rows, columns];
    const maxShape = isUnlimited ? [null, ...shape.slice(1)] : shape;
    const plan: DatasetPlan = { shape: isGrowing ? shape.map(() => 0) : shape, maxShape, chunks: shape.map(() => 1) };
    const world: WorldModel = { finished: false, closed: false, faults: 0, now: 0 };
    const names = Array.from({ length: keyCount }, (_, i) => `key${i}`);
    const faults = { left: 0 };
    const live = await MemoryScan.create(
      { ...Object.fromEntries(names.map((name) => [name, plan])), finished: { shape: [1] } },
      {
        dataset: (dataset) => ({
          refresh: () =>
            dataset.path === '/key0' && faults.left-- > 0
              ? Promise.reject(new Hdf5Error('TRANSIENT_READ', 'made up'))
              : dataset.refresh(),
        }),
      },
    );
    const writers = await Promise.all(names.map((name) => live.writer.dataset(name)));
    return new ScriptedScan(script, live, { world, faults }, shape, writers);
  }

  async step(step: WriterStep): Promise<void> {
    if (step.do === 'fault') {
      this.world.faults = 1;
      this.#faults.left = 1;
    }
    if (this.world.closed) return;
    if (step.do === 'finish') {
      await this.live.fill('finished', [1]);
      this.world.finished = true;
    } else if (step.do === 'close') {
      await this.live.writer.close();
      this.world.closed = true;
    } else if (step.do === 'set') {
      await this.#set(step.key, step.points);
    } else if (step.do === 'set on') {
      const next = Math.max(-1, ...(this.keys.set[step.key % this.#writers.length] ?? [])) + 1;
      await this.#set(
        step.key,
        Array.from({ length: step.count }, (_, i) => next + i),
      );
    }
  }

  async #set(key: number, points: readonly number[]): Promise<void> {
    const place = key % this.#writers.length;
    const dataset = this.#writers[place] as Dataset;
    const size = this.#shape.reduce((product, extent) => product * extent, 1);
    for (const index of points) {
      if (index >= size) continue;
      const position = unravelIndex(index, this.#shape);
      await dataset.resize(
        (dataset.shape ?? []).map((extent, axis) => Math.max(extent, (position[axis] as number) + 1)),
      );
      await dataset.write(position, Int32Array.of(1));
      this.keys.set[place]?.add(index);
    }
    await dataset.flush();
  }
}

async function run<Item>({ steps }: Script, scan: ScriptedScan, pair: Omit<Pair<Item>, 'world'>): Promise<void> {
  for (const step of steps) {
    if (isWriterStep(step)) await scan.step(step);
    else await compareStep({ ...pair, world: scan.world }, step);
  }
  await compareStep({ ...pair, world: scan.world }, { do: 'take', limit: Infinity });
}

function isWriterStep(step: ConsumerStep | WriterStep): step is WriterStep {
  return ['set', 'set on', 'finish', 'close', 'fault'].includes(step.do);
}

async function optionsOf({ keyCount, columns, skipHolesAfterMs }: Script, scan: ScriptedScan) {
  return {
    keys: await scan.live.datasets(...Array.from({ length: keyCount }, (_, i) => `key${i}`)),
    finished: await scan.live.dataset('finished'),
    scanRank: columns === undefined ? 1 : 2,
    timeoutMs: 0,
    clock: new SimulatedClock(),
    ...(skipHolesAfterMs === undefined ? {} : { skipHolesAfterMs }),
  };
}

describe('any script of a writer and a consumer', () => {
  it('gives what the model says, point by point', async () => {
    await assert(
      asyncProperty(scripts, async (plan) => {
        const scan = await ScriptedScan.create(plan);
        const options = await optionsOf(plan, scan);
        const { from } = plan;
        const follower = new KeyFollower({ ...options, from });
        const model = new FollowerModel(new PointsModel(scan.keys, from), scan.world, plan.skipHolesAfterMs);
        await run(plan, scan, {
          follower,
          model,
          clock: options.clock,
          rangeOf: (index) => ({ start: index, stop: index + 1 }),
          cut: (start) => start + 1,
          ranges: () => follower.ranges(),
        });
      }),
      { numRuns: 400 },
    );
  });

  it('gives what the model says, row by row', async () => {
    await assert(
      asyncProperty(scripts, async (plan) => {
        const scan = await ScriptedScan.create(plan);
        const options = await optionsOf(plan, scan);
        const { from, rowSize } = plan;
        const follower = new RowKeyFollower({ ...options, from, rowSize });
        const rows = new RowsModel(new PointsModel(scan.keys, from * rowSize), rowSize, scan.keys.size);
        const model = new FollowerModel(rows, scan.world, plan.skipHolesAfterMs);
        await run(plan, scan, {
          follower,
          model,
          clock: options.clock,
          rangeOf: ({ row }) => ({ start: row, stop: row + 1 }),
          cut: (start) => start + 1,
        });
      }),
      { numRuns: 400 },
    );
  });
});
