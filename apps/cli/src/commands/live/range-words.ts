import type { FollowedRange } from '@h5tail/follower';
import { counted } from '../../counted.js';

/** Ranges that are named one by one. */
const mostRanges = 8;

/** How many there are of what is in some ranges. */
export function countIn(ranges: readonly FollowedRange[]): number {
  return ranges.reduce((count, { start, stop }) => count + stop - start, 0);
}

/** Ranges for people: `5, 17, 40 to 49`; of very many the first ones. */
export function rangeWords(ranges: readonly FollowedRange[]): string {
  const named = ranges
    .slice(0, mostRanges)
    .map(({ start, stop }) => (stop - start === 1 ? `${start}` : `${start} to ${stop - 1}`))
    .join(', ');
  const left = countIn(ranges.slice(mostRanges));
  return left === 0 ? named : `${named} and ${left} more`;
}

/** What a follow passed over, behind a semicolon; empty where it was nothing. */
export function skippedWords(ranges: readonly FollowedRange[], noun: string): string {
  if (ranges.length === 0) return '';
  return `; passed over ${counted(countIn(ranges), noun)} without a key: ${rangeWords(ranges)}`;
}
