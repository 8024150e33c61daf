import type { Mth5Version } from '../model/layout.js';
import type { ChannelType } from '../model/channel-type.js';
import type { ChannelMetadataInput } from '../model/metadata/channel-schemas.js';
import type { RunMetadataInput } from '../model/metadata/run-schema.js';
import type { StationMetadataInput } from '../model/metadata/station-schema.js';
import type { SurveyMetadataInput } from '../model/metadata/survey-schema.js';
import type { SampleDtype } from '../structure/create-channel.js';

/** A channel to be added. */
export interface ChannelToAdd {
  /** Its component, for example `ex`. */
  readonly channel: string;
  /** Samples per second. */
  readonly sampleRate: number;
  /** Default: `i4`. */
  readonly dtype?: SampleDtype;
  readonly units?: string;
  /** Time of the first sample, ISO 8601. */
  readonly start?: string;
  /** Default: by the first letter of its component. */
  readonly type?: ChannelType;
  /** Samples per chunk. */
  readonly chunk?: number;
  /** Level of zlib, 1 to 9. */
  readonly compression?: number;
  readonly metadata?: ChannelMetadataInput;
}

/**
 * What may be asked of the session that has a file open. A survey that is not named is the only one of a file of version 0.1.0, or
 * `default_survey`.
 */
export type SessionChange =
  | { readonly kind: 'add-survey'; readonly survey: string; readonly metadata?: SurveyMetadataInput }
  | {
      readonly kind: 'add-station';
      readonly survey?: string;
      readonly station: string;
      readonly metadata?: StationMetadataInput;
    }
  | {
      readonly kind: 'add-run';
      readonly survey?: string;
      readonly station: string;
      readonly run: string;
      readonly metadata?: RunMetadataInput;
      /** Channels that are added with it. */
      readonly channels?: readonly ChannelToAdd[];
    }
  | ({
      readonly kind: 'add-channel';
      readonly survey?: string;
      readonly station: string;
      readonly run: string;
    } & ChannelToAdd)
  | { readonly kind: 'flush' }
  | { readonly kind: 'describe' };

/** What was added. */
export interface AddedObject {
  /** Its path inside the file. */
  readonly path: string;
  /** Whether it was there before, and stayed as it was. */
  readonly existed: boolean;
}

/** A channel of a file, as its session knows it. */
export interface DescribedChannel {
  /** Path of the dataset inside the file. */
  readonly path: string;
  /** Samples that are durable. */
  readonly samples: number;
  /** Samples per second. */
  readonly sampleRate: number;
  /** Time of the first sample, ISO 8601. */
  readonly start: string;
  /** Time of the last durable sample, ISO 8601. */
  readonly end: string;
}

/** What came of a change. */
export type ChangeAnswer =
  | ({ readonly kind: 'added'; readonly channels: readonly AddedObject[] } & AddedObject)
  | { readonly kind: 'flushed' }
  | {
      readonly kind: 'described';
      /** Process id of the session. */
      readonly pid: number;
      readonly version: Mth5Version;
      readonly isSwmr: boolean;
      readonly channels: readonly DescribedChannel[];
    };
