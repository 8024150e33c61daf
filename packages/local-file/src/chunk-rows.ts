/**
 * Hands the chunks of a block out as runs of chunks whose numbers follow each other, in the block's own order.
 *
 * @param steps What one chunk further along each axis adds to a chunk's number.
 * @param take Is told the number of the first one, its place in the block, and how many; says whether to go on.
 * @returns Whether all were taken.
 */
export function chunkRows(
  steps: readonly number[],
  first: readonly number[],
  counts: readonly number[],
  take: (number: number, place: number, count: number) => boolean,
): boolean {
  const total = counts.reduce((product, count) => product * count, 1);
  if (total === 0) return true;
  let rowAxis = counts.length - 1;
  while (rowAxis > 0 && counts[rowAxis] === 1) rowAxis--;
  const rowLength = steps[rowAxis] === 1 ? (counts[rowAxis] as number) : 1;
  const chunk = [...first];
  let [runFirst, runPlace, runCount] = [numberOf(steps, chunk), 0, 0];
  for (let place = 0; place < total; place += rowLength) {
    const number = numberOf(steps, chunk);
    if (number !== runFirst + runCount) {
      if (!take(runFirst, runPlace, runCount)) return false;
      [runFirst, runPlace, runCount] = [number, place, 0];
    }
    runCount += rowLength;
    advance(chunk, first, counts, rowAxis, rowLength);
  }
  return take(runFirst, runPlace, runCount);
}

function numberOf(steps: readonly number[], chunk: readonly number[]): number {
  let number = 0;
  for (let axis = 0; axis < chunk.length; axis++) number += (chunk[axis] as number) * (steps[axis] as number);
  return number;
}

/** Moves on by so many chunks of a row. */
function advance(
  chunk: number[],
  first: readonly number[],
  counts: readonly number[],
  rowAxis: number,
  by: number,
): void {
  let left = by;
  for (let axis = rowAxis; axis >= 0; axis--) {
    const next = (chunk[axis] as number) + left;
    if (next < (first[axis] as number) + (counts[axis] as number)) {
      chunk[axis] = next;
      return;
    }
    chunk[axis] = first[axis] as number;
    left = 1;
  }
}
