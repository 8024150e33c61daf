import { parseInstant } from '@h5tail/mth5';
import type { CatFlags } from './command.js';
import type { FollowedSamples, SampleReader } from './sample-reader.js';

const nanosecondsPerSecond = 1e9;

/** Which samples of a follow are wanted: also those that are still to come. */
export interface WantedPart {
  /** Where to begin. */
  readonly from: number;
  /** Whether there is nothing to wait for. */
  readonly isNothing: boolean;
  /** Numbers of the first sample that is wanted and of the one behind the last, as a block tells where they are. */
  within(block: FollowedSamples): readonly [first: number, stop: number];
}

/** What the flags ask for; numbers that count from the end count from that of now. */
export async function wantedPart(reader: SampleReader, flags: CatFlags): Promise<WantedPart> {
  const { from = 0, to = Infinity, start, end } = flags;
  if (start === undefined && end === undefined) {
    const first = from < 0 ? (await reader.range({ from }))[0] : from;
    const stop = to < 0 ? (await reader.range({ to }))[1] : to;
    return { from: first, isNothing: stop <= first, within: () => [first, stop] };
  }
  const [first] = await reader.range(start === undefined ? {} : { start });
  const [startTime, endTime] = [start, end].map((time) => (time === undefined ? undefined : parseInstant(time)));
  return {
    from: first,
    isNothing: startTime !== undefined && endTime !== undefined && endTime < startTime,
    within: (block) => [
      startTime === undefined ? 0 : indexOf(startTime, block),
      endTime === undefined ? Infinity : indexOf(endTime, block) + 1,
    ],
  };
}

/** Number of the sample that is nearest to a time. Far from the block it need not be exact: then none or all of it is wanted. */
function indexOf(time: bigint, { first, startTime, sampleRate }: FollowedSamples): number {
  return first + Math.floor((Number(time - startTime) / nanosecondsPerSecond) * sampleRate + 0.5);
}
