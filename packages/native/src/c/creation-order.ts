import { constants } from './constants.js';

/** Whether the flags of a creation order say that it is kept. */
export function isTracked(flags: Uint32Array): boolean {
  return ((flags[0] as number) & constants.H5P_CRT_ORDER_TRACKED) !== 0;
}
