/**
 * Follow an HDF5 file while another process writes it: which points of a scan may be read, as soon as they may.
 *
 * @example
 * ```ts
 * const follower = new KeyFollower({ keys: [await file.dataset('/entry/keys')], timeoutMs: 30_000 });
 * for await (const index of follower) process(index);
 * ```
 *
 * @module
 */
export { abortableSleep } from './abortable-sleep.js';
export { adaptivePolling } from './adaptive-polling.js';
export { BatchIterator, type BatchSource } from './batch-iterator.js';
export { ChunkFollower, type ChunkFollowerOptions, type ReadyWindow } from './chunk-follower.js';
export type { Clock } from './clock.js';
export type { WrittenTo } from './common-extent.js';
export { ExtentFollower, type ExtentFollowerOptions } from './extent-follower.js';
export { fileChangeWakeUp } from './file-change-wake-up.js';
export type { DiagnosticListener, FollowDiagnostic } from './follow-diagnostic.js';
export type { FollowEnd, FollowEndReason } from './follow-end.js';
export type { FollowOptions, HoleOptions } from './follow-options.js';
export type { FollowState } from './follow-state.js';
export type { FollowProgress, FollowStatus } from './follow-status.js';
export type { Follower, ReadyRange } from './follower.js';
export type { FollowedRange } from './frontier.js';
export type { KeyFollowerOptions } from './key-follower-options.js';
export { KeyFollower } from './key-follower.js';
export { OneAtATime } from './one-at-a-time.js';
export { retryWhileGrowing, type RetryOptions } from './retry-while-growing.js';
export { RowKeyFollower, type ReadyRow, type RowKeyFollowerOptions } from './row-key-follower.js';
export { systemClock } from './system-clock.js';
export { Turn } from './turn.js';
export { unravelIndex } from './unravel-index.js';
export type { PollInterval, WakeUp, WakeUpContext, WakeUpFactory } from './wake-up.js';
