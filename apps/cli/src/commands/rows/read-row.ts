import { elementSize, type Dtype } from '@h5tail/adapter';
import type { FollowedRange, ReadyRow } from '@h5tail/follower';
import type { Frame, FrameReader } from '@h5tail/frames';

/** Bytes of frames that are in memory at a time. */
const mostBytes = 16 * 2 ** 20;

/** The points of a row that may be read, as ranges. */
export function readyRanges({ start, stop, skipped = [] }: ReadyRow): FollowedRange[] {
  const ranges: FollowedRange[] = [];
  let from = start;
  for (const hole of [...skipped, { start: stop, stop }]) {
    if (hole.start > from) ranges.push({ start: from, stop: hole.start });
    from = hole.stop;
  }
  return ranges;
}

/**
 * Reads the frames of a row in order, several with one read.
 *
 * @param lineLength Points along the fastest axis of the scan: a read does not go further.
 */
export async function* readRow(
  reader: FrameReader,
  row: ReadyRow,
  lineLength: number,
  signal: AbortSignal,
): AsyncGenerator<Frame<Dtype>, void, undefined> {
  for (const { start, stop } of readyRanges(row)) {
    for (let index = start; index < stop;) {
      const lineStop = (Math.floor(index / lineLength) + 1) * lineLength;
      const frames = await reader.readRun(index, Math.min(stop, lineStop, index + mostFrames(reader)) - index, {
        signal,
      });
      yield* frames;
      index += frames.length;
    }
  }
}

function mostFrames({ dataset, frameShape }: FrameReader): number {
  const bytes = frameShape.reduce((product, extent) => product * extent, elementSize(dataset.dtype));
  return Math.max(1, Math.floor(mostBytes / Math.max(bytes, 1)));
}
