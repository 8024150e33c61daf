import type { AxisRange } from '../frame.js';

/** The same numbers in as few ranges as possible, in order. */
export function mergeRanges(ranges: readonly AxisRange[]): AxisRange[] {
  const merged: [number, number][] = [];
  for (const [start, stop] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], stop);
    else merged.push([start, stop]);
  }
  return merged;
}

/** How many numbers are in ranges that do not overlap. */
export function countPoints(ranges: readonly AxisRange[]): number {
  return ranges.reduce((count, [start, stop]) => count + stop - start, 0);
}
