import { unravelIndex } from '@h5tail/follower';
import type { PointProgression } from './point-selection.js';
import type { PointRun } from './point-run.js';

/** How points are taken together. */
export interface RunLimits {
  /** Points of a run at most. */
  readonly mostPoints: number;
  /** Frames that a chunk of the data holds along the fastest axis of the scan; runs then end where a chunk does. */
  readonly chunkLength: number;
}

/**
 * Cuts wanted points into runs: where a row of the scan ends, where a run has enough points, and there best between two
 * chunks, so that none has to be read twice.
 *
 * @param scanShape Extents of the scan; the slowest counts as unlimited.
 */
export function* cutIntoRuns(
  { first, step, count }: PointProgression,
  scanShape: readonly number[],
  { mostPoints, chunkLength }: RunLimits,
): Generator<PointRun> {
  const shape = [null, ...scanShape.slice(1)].slice(0, scanShape.length);
  const rowLength = shape.length < 2 ? Infinity : (shape.at(-1) ?? Infinity);
  for (let done = 0; done < count;) {
    const index = first + done * step;
    const position = unravelIndex(index, shape);
    const fast = position.at(-1) ?? 0;
    const inRow = Math.ceil((rowLength - fast) / step);
    const most = shape.length === 0 ? 1 : Math.min(count - done, inRow, mostPoints);
    const points = step === 1 ? endWithChunk(fast, most, chunkLength) : most;
    yield { first: index, step, count: points, position };
    done += points;
  }
}

function endWithChunk(start: number, count: number, chunkLength: number): number {
  const stop = Math.floor((start + count) / chunkLength) * chunkLength;
  return stop > start ? stop - start : count;
}
