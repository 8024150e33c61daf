import { describe, expect, it } from 'vitest';
import { Turn } from '@h5tail/follower';
import { SimulatedClock } from './simulated-clock.js';

/** Counts the looks. */
class CountedClock extends SimulatedClock {
  looks = 0;

  override now(): number {
    this.looks++;
    return super.now();
  }
}

/** Items handed out until the turn is over, each of which takes so long. */
function itemsOf(turn: Turn, clock: SimulatedClock, msPerItem: number): number {
  let items = 0;
  for (; !turn.isOver(); items++) clock.advance(msPerItem);
  return items;
}

describe('a turn', () => {
  it.each([
    [10, 10],
    [40, 3],
    [1000, 1],
  ])('of items of %i ms each is over after %i of them', (ms, items) => {
    const clock = new SimulatedClock();
    expect(itemsOf(new Turn(clock), clock, ms)).toBe(items);
  });

  it('looks at the clock seldom where items are quick, and is not much longer for that', () => {
    const clock = new CountedClock();
    const items = itemsOf(new Turn(clock), clock, 2 ** -10);
    expect(items).toBeGreaterThanOrEqual(100 * 2 ** 10);
    expect(items).toBeLessThan(100 * 2 ** 10 + 64);
    expect(clock.looks).toBeLessThan(items / 50);
  });

  it('stays over until it is ended, which lets others have theirs', async () => {
    const clock = new SimulatedClock();
    const turn = new Turn(clock);
    itemsOf(turn, clock, 10);
    expect([turn.isOver(), turn.isOver(), clock.sleeps]).toEqual([true, true, []]);
    await turn.end();
    expect(clock.sleeps).toEqual([0]);
    expect(itemsOf(turn, clock, 10)).toBe(10);
  });

  it('begins anew after a wait for something else', () => {
    const clock = new SimulatedClock();
    const turn = new Turn(clock);
    turn.isOver();
    clock.advance(99);
    turn.restart();
    expect(itemsOf(turn, clock, 10)).toBe(10);
  });

  it('is not ended where the signal is aborted', async () => {
    const turn = new Turn(new SimulatedClock());
    await expect(turn.end(AbortSignal.abort('enough'))).rejects.toBe('enough');
  });
});
