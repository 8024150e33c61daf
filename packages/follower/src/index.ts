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
export type { Clock } from './clock.js';
export { fileChangeWakeUp } from './file-change-wake-up.js';
export type { DiagnosticListener, FollowDiagnostic } from './follow-diagnostic.js';
export type { FollowEnd, FollowEndReason, FollowState } from './follow-end.js';
export type { KeyFollowerOptions } from './key-follower-options.js';
export { KeyFollower, type ReadyRange } from './key-follower.js';
export { systemClock } from './system-clock.js';
export { unravelIndex } from './unravel-index.js';
export type { PollInterval, WakeUp, WakeUpContext, WakeUpFactory } from './wake-up.js';
