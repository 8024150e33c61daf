import type { ChannelToAdd } from '@h5tail/mth5';
import type { Mth5Flags, RunFlags, SampleDtypeName } from '../mth5-flags.js';

/** Flags of `h5tail mth5 add survey`. */
export interface AddSurveyFlags extends Mth5Flags {
  readonly survey: string;
}

/** Flags of `h5tail mth5 add station`. */
export interface AddStationFlags extends Mth5Flags, Omit<RunFlags, 'run'> {
  /** Degrees. */
  readonly latitude?: number;
  /** Degrees. */
  readonly longitude?: number;
  /** Metres. */
  readonly elevation?: number;
}

/** How channels are stored. */
export interface StorageFlags {
  readonly dtype: SampleDtypeName;
  readonly units?: string;
  readonly start?: string;
  readonly chunk?: number;
  readonly compression?: number;
}

/** Flags of `h5tail mth5 add run`. */
export interface AddRunFlags extends Mth5Flags, RunFlags, StorageFlags {
  readonly channels?: readonly string[];
  /** Samples per second. */
  readonly sampleRate?: number;
}

/** Flags of `h5tail mth5 add channel`. */
export interface AddChannelFlags extends Mth5Flags, RunFlags, StorageFlags {
  readonly channel: string;
  /** Samples per second. */
  readonly sampleRate: number;
  readonly type?: NonNullable<ChannelToAdd['type']>;
}
