import type { WakeUp, WakeUpContext } from './wake-up.js';

/**
 * Polls often while keys arrive and seldom while they do not: the time between polls starts at `pollIntervalMs.min`,
 * doubles with each poll that finds nothing up to `pollIntervalMs.max`, and starts again after progress.
 *
 * Works everywhere, network file systems included, and needs no help from the operating system.
 */
export function adaptivePolling({ clock, pollIntervalMs }: WakeUpContext): WakeUp {
  let intervalMs = pollIntervalMs.min;
  // It is made when a poll has just found nothing.
  let idle = true;
  return {
    name: 'polling',
    wait: (atMostMs, signal) => clock.sleep(Math.min(intervalMs, atMostMs), signal),
    polled(progress) {
      intervalMs = idle && !progress ? Math.min(2 * intervalMs, pollIntervalMs.max) : pollIntervalMs.min;
      idle = !progress;
    },
    close() {},
  };
}
