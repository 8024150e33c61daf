import { abortableSleep } from './abortable-sleep.js';
import type { Clock } from './clock.js';

/** The real time, from a clock that is never set back. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: abortableSleep,
};
