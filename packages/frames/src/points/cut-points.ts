import type { Slab } from '@h5tail/adapter';
import type { BatchCutter } from '../reading/batch-iterator.js';
import type { FrameBatch } from '../reading/frame-batch.js';
import { pointSlice, type Frame } from '../frame.js';
import type { FramesByName } from '../frames-by-name.js';
import type { ScanPoint } from '../scan-point.js';
import { positionInRun } from './point-run.js';

/**
 * Cuts batches into points with their frames.
 *
 * @param isShared Whether frames are views of the batch, which is read into again, instead of arrays of their own.
 */
export function cutPoints(maxShape: readonly (number | null)[], isShared: boolean): BatchCutter<ScanPoint> {
  let cut: FrameBatch | undefined;
  let stacks: readonly FrameStack[] = [];
  return {
    count: ({ run }) => run.count,
    indexAfter: ({ run }, place) => run.first + place * run.step + 1,
    item(batch, place) {
      if (batch !== cut) {
        cut = batch;
        stacks = Array.from(batch.slabs, ([name, slab]) => frameStack(name, slab));
      }
      const { run } = batch;
      const index = run.first + place * run.step;
      const position = positionInRun(run, place);
      const slice = pointSlice(position);
      const frames = new Map<string, Frame>();
      for (const stack of stacks) {
        const { name, dtype, shape } = stack;
        frames.set(name, { dtype, shape, data: dataAt(stack, place, isShared), index, position, slice });
      }
      return { index, position, slice, maxShape, frames: frames as FramesByName };
    },
  };
}

/** Leaves batches whole. */
export function wholeBatches<Item>(item: (batch: FrameBatch) => Item): BatchCutter<Item> {
  return {
    count: () => 1,
    indexAfter: ({ run }) => run.first + (run.count - 1) * run.step + 1,
    item,
  };
}

/** The frames of one dataset in a batch. */
interface FrameStack extends Slab {
  readonly name: string;
  /** Extents of a frame. */
  readonly shape: readonly number[];
  readonly count: number;
}

function frameStack(name: string, { dtype, shape: [count = 1, ...shape], data }: Slab): FrameStack {
  return { name, dtype, shape, count, data };
}

function dataAt({ count, data }: FrameStack, place: number, isShared: boolean): Slab['data'] {
  if (count === 1) return data;
  const elements = data as Uint8Array;
  const size = elements.length / count;
  const [start, stop] = [place * size, (place + 1) * size];
  return isShared ? elements.subarray(start, stop) : elements.slice(start, stop);
}
