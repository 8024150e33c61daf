import { constantFrom, integer, nat, oneof, record, type Arbitrary } from 'fast-check';
import type { FollowedRange, Follower } from '@h5tail/follower';
import { expect } from 'vitest';
import type { SimulatedClock } from '../simulated-clock.js';
import type { FollowerModel, WorldModel } from './follower-model.js';

/** One thing that a consumer does. */
export type ConsumerStep =
  | { readonly do: 'take' | 'ranges'; readonly limit: number }
  | { readonly do: 'giveBack' | 'reset'; readonly to: number }
  | { readonly do: 'refresh' | 'notify' }
  | { readonly do: 'pass time'; readonly ms: number };

export const consumerSteps: Arbitrary<ConsumerStep> = oneof(
  record({ do: constantFrom('take' as const), limit: constantFrom(1, 2, 5, Infinity, Infinity) }),
  record({ do: constantFrom('ranges' as const), limit: constantFrom(1, Infinity) }),
  record({ do: constantFrom('giveBack' as const, 'reset' as const), to: nat(30) }),
  record({ do: constantFrom('refresh' as const, 'refresh' as const, 'notify' as const) }),
  record({ do: constantFrom('pass time' as const), ms: integer({ min: 1, max: 150 }) }),
);

/** A follower and its model, side by side. */
export interface Pair<Item> {
  readonly follower: Follower<Item>;
  readonly model: FollowerModel;
  readonly world: WorldModel;
  readonly clock: SimulatedClock;
  readonly rangeOf: (item: Item) => FollowedRange;
  /** Where an item ends at most. */
  readonly cut: (start: number, stop: number) => number;
  /** Iteration by ranges, where there is one. */
  readonly ranges?: () => AsyncIterable<FollowedRange>;
}

/** Does one step with both, and compares what comes of it. */
export async function compareStep<Item>(pair: Pair<Item>, step: ConsumerStep): Promise<void> {
  const { follower, model, clock, world, ranges } = pair;
  switch (step.do) {
    case 'take':
      expect((await takeItems(follower, step.limit)).map(pair.rangeOf)).toEqual(model.take(step.limit, pair.cut));
      break;
    case 'ranges':
      if (ranges === undefined) return;
      expect((await takeItems(ranges(), step.limit)).map(({ start, stop }) => ({ start, stop }))).toEqual(
        model.take(step.limit, (_, stop) => stop),
      );
      break;
    case 'giveBack':
      follower.giveBack(step.to);
      model.giveBack(step.to);
      break;
    case 'reset':
      follower.reset(step.to);
      model.reset(step.to);
      break;
    case 'refresh':
      expect(await follower.refresh()).toBe(model.refresh());
      break;
    case 'notify':
      follower.notify();
      break;
    case 'pass time':
      clock.advance(step.ms);
      world.now += step.ms;
  }
  compareState(pair);
}

function compareState<Item>({ follower, model }: Pair<Item>): void {
  const { lastError: _, ...end } = follower.end ?? {};
  expect({
    position: follower.position,
    ready: follower.ready,
    state: follower.state,
    skipped: follower.skipped,
    end: follower.end === undefined ? undefined : end,
  }).toEqual({
    position: model.position,
    ready: model.ready,
    state: model.state,
    skipped: model.skipped,
    end: model.end,
  });
}

async function takeItems<Item>(items: AsyncIterable<Item>, limit: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= limit) break;
  }
  return taken;
}
