/**
 * Record and watch magnetotelluric time series live, in files that MTH5 opens.
 *
 * @example
 * ```ts
 * import { openMth5 } from '@h5tail/mth5';
 * import { wasmAdapter } from '@h5tail/wasm';
 *
 * await using file = await openMth5('site.h5', { adapter: wasmAdapter(), mode: 'w' });
 * const station = await (await file.addSurvey('demo')).addStation('mt01');
 * const run = await station.addRun('a');
 * for (const name of ['ex', 'ey', 'hx', 'hy', 'hz']) await run.addChannel(name, { sampleRate: 100 });
 * await file.startSwmr();
 * await run.append({ ex: [1, 2], ey: [3, 4], hx: [5, 6], hy: [7, 8], hz: [9, 10] }, { start: '2026-11-20T12:00:00' });
 * ```
 *
 * @module
 */
export type { RunBlock, RunIds } from './appending/append-to-run.js';
export type { Appended, AppendOptions } from './appending/plan-append.js';
export { Channel, type ChannelBlock, type FollowedChannelBlock } from './channel.js';
export type {
  CoefficientFilter,
  Complex,
  FapFilter,
  Filter,
  FilterName,
  FirFilter,
  TimeDelayFilter,
  ZpkFilter,
} from './filters/filter.js';
export type { ChannelIds } from './model/channel-path.js';
export { parseChannelPath } from './model/channel-path.js';
export type { ChannelType } from './model/channel-type.js';
export type { FilterType, Mth5Version } from './model/layout.js';
export type {
  AuxiliaryMetadata,
  AuxiliaryMetadataInput,
  ChannelMetadata,
  ChannelMetadataInput,
  ElectricMetadata,
  ElectricMetadataInput,
  MagneticMetadata,
  MagneticMetadataInput,
} from './model/metadata/channel-schemas.js';
export type { RunMetadata, RunMetadataInput } from './model/metadata/run-schema.js';
export type { StationMetadata, StationMetadataInput } from './model/metadata/station-schema.js';
export type { SurveyMetadata, SurveyMetadataInput } from './model/metadata/survey-schema.js';
export { sampleIndexAt, sampleTime } from './model/sample-time.js';
export { instantText, parseInstant } from './model/time.js';
export { Mth5File, type RunPlace } from './mth5-file.js';
export { openMth5, type Mth5Mode, type OpenMth5Options } from './open-mth5.js';
export { applyChange } from './owner/apply-change.js';
export { requestChange, type RequestChangeOptions } from './owner/request-change.js';
export { serveSession, SessionOwner, type ServeSessionOptions } from './owner/serve-session.js';
export type {
  AddedObject,
  ChangeAnswer,
  ChannelToAdd,
  DescribedChannel,
  SessionChange,
} from './owner/session-change.js';
export type { NewFile } from './opening/create-mth5.js';
export type { ChannelSummary } from './reading/channel-summary.js';
export type { FollowSamplesOptions } from './reading/follow-options.js';
export type { RunSummary } from './reading/run-summary.js';
export type { BlockTimes, SampleFollow } from './reading/sample-blocks.js';
export type { SampleSlice } from './reading/sample-slice.js';
export type { AttributeState, Mth5Finding, RowFault, RowState } from './recovery/finding.js';
export { recoverMth5, type Mth5Recovery, type RecoverMth5Options } from './recovery/recover-mth5.js';
export {
  Run,
  type ChannelChoice,
  type ChannelsBlock,
  type FollowedChannelsBlock,
  type RunAppendOptions,
} from './run.js';
export type { FlushPolicy } from './session/flush-policy.js';
export type { GapFill, GapPolicy } from './session/gaps.js';
export type { DurableChannel, DurableListener } from './session/recorder.js';
export type { SampleInput } from './session/sample-type.js';
export { Station } from './station.js';
export type { AddChannelOptions } from './structure/add-channel.js';
export type { ChannelStorage, SampleDtype } from './structure/create-channel.js';
export { Survey } from './survey.js';
