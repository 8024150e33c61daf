import type { NumericArray } from '@h5tail/adapter';
import type { Channel, Run, SampleFollow, SampleSlice } from '@h5tail/mth5';

/** Samples that follow one another, of a channel or of those of a run. */
export interface SampleBlock {
  /** Number of the first sample. */
  readonly first: number;
  /** Per channel. */
  readonly count: number;
  /** Of one channel. */
  readonly samples?: NumericArray;
  /** By the names of the channels of a run. */
  readonly channels?: Readonly<Record<string, NumericArray>>;
}

/** Samples of a follow. */
export interface FollowedSamples extends SampleBlock {
  /** Time of the first sample in nanoseconds since 1970. */
  readonly startTime: bigint;
  /** Samples per second. */
  readonly sampleRate: number;
}

/** Options of a follow. */
export type FollowOptions = NonNullable<Parameters<Channel['follow']>[0]>;

/** Reads a channel, or the channels of a run together. */
export interface SampleReader {
  range(slice: SampleSlice): Promise<readonly [first: number, stop: number]>;
  read(from: number, to: number): Promise<SampleBlock>;
  follow(options: FollowOptions): Promise<SampleFollow<FollowedSamples>>;
}

/** @param source What was named, see `Mth5File.find`. */
export function sampleReader(source: Channel | Run): SampleReader {
  return {
    range: (slice) => source.range(slice),
    read: (from, to) => source.read({ from, to }),
    follow: (options): Promise<SampleFollow<FollowedSamples>> => source.follow(options),
  };
}
