import { array, assert, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SkippedPoints } from '../src/skipped-points.js';

describe('SkippedPoints', () => {
  it('joins ranges that touch each other, and only those', () => {
    const skipped = new SkippedPoints();
    for (const [start, stop] of [
      [2, 4],
      [4, 5],
      [7, 8],
    ] as const) {
      skipped.add(start, stop);
    }
    expect(skipped.ranges).toEqual([
      { start: 2, stop: 5 },
      { start: 7, stop: 8 },
    ]);
    expect(skipped.last).toEqual({ start: 7, stop: 8 });
  });

  it('leaves a list that was taken before as it was when it forgets', () => {
    const skipped = new SkippedPoints();
    skipped.add(1, 2);
    const before = skipped.ranges;
    skipped.clear();
    expect([before, skipped.ranges, skipped.last]).toEqual([[{ start: 1, stop: 2 }], [], undefined]);
  });

  it('finds what a search point by point finds', () => {
    const steps = array(integer({ min: 1, max: 4 }), { maxLength: 12 });
    assert(
      property(steps, nat(40), nat(40), (lengths, a, b) => {
        const skipped = new SkippedPoints();
        const isSkipped: boolean[] = [];
        // By turns ready and skipped.
        lengths.forEach((length, i) => {
          const start = isSkipped.length;
          isSkipped.push(...Array.from({ length }, () => i % 2 === 1));
          if (i % 2 === 1) skipped.add(start, start + length);
        });
        isSkipped.push(false);
        const ready = isSkipped.length;
        const [start, stop] = [a % (ready + 1), b % (ready + 1)].toSorted((x, y) => x - y) as [number, number];
        const inside = skipped.within(start, stop).flatMap((range) => pointsOf(range));
        expect(inside).toEqual(pointsOf({ start, stop }).filter((index) => isSkipped[index]));
        if (start >= ready) return;
        const first = pointsOf({ start, stop: ready }).find((index) => isSkipped[index] === false) as number;
        const next = pointsOf({ start: first, stop: ready }).find((index) => isSkipped[index]) ?? ready;
        expect(skipped.runFrom(start, ready)).toEqual({ start: first, stop: next });
      }),
    );
  });
});

function pointsOf({ start, stop }: { readonly start: number; readonly stop: number }): number[] {
  return Array.from({ length: stop - start }, (_, i) => start + i);
}
