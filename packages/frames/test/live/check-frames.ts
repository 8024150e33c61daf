import type { DataOf, Dtype } from '@h5tail/adapter';
import { framePattern, type PatternDtype } from '../../../adapter-conformance/src/live-writer/frame-pattern.js';
import type { DataSource } from '@h5tail/frames';

/** Frames that tell by their values which one they are. */
export interface FrameSpec {
  readonly frameShape: readonly number[];
  readonly dtype: PatternDtype;
}

/** The frames that came out of a source, compared with what was written. */
export interface CheckedFrames {
  /** Indices in the order of arrival. */
  readonly indices: readonly number[];
  /** Indices of frames that were not as they were written, in any of their datasets. */
  readonly wrong: readonly number[];
  /** Positions in the order of arrival. */
  readonly positions: readonly (readonly number[])[];
  /** Points that were read while the writer was still at it. */
  readonly readLive: number;
}

/** What happens beside the comparing. */
export interface CheckOptions {
  readonly isWriting?: () => boolean;
  /** What the consumer does with each point. Default: nothing more. */
  readonly consume?: ((index: number) => Promise<unknown>) | undefined;
}

/** Takes all points of a source and compares the frames of each dataset with what was written. */
export async function checkFrames(
  source: DataSource,
  { frameShape, dtype }: FrameSpec,
  { isWriting = () => false, consume }: CheckOptions = {},
): Promise<CheckedFrames> {
  const indices: number[] = [];
  const wrong: number[] = [];
  const positions: (readonly number[])[] = [];
  let readLive = 0;
  for await (const { index, position, frames } of source) {
    indices.push(index);
    positions.push(position);
    if (isWriting()) readLive++;
    const expected = framePattern(index, frameShape, dtype);
    for (const { data } of frames.values()) {
      if (!isSame(data, expected)) {
        wrong.push(index);
        break;
      }
    }
    await consume?.(index);
  }
  return { indices, wrong, positions, readLive };
}

function isSame(data: DataOf<Dtype>, expected: unknown): boolean {
  const [a, b] = [data as Uint16Array, expected as Uint16Array];
  return a.constructor === b.constructor && a.length === b.length && a.every((value, i) => value === b[i]);
}
