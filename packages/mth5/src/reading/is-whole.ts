import { sampleTime } from '../model/sample-time.js';
import { instantText, parseInstant } from '../model/time.js';
import type { RowMark } from '../storage/row-marks.js';

/**
 * Whether a row was read as it was written: its end agrees with its number of samples. Beside its writer, a part of a row can be
 * newer than the rest.
 *
 * @param sampleRate Without one the times say nothing; such a channel is not appended to.
 */
export function isWhole({ start, end, n_samples }: RowMark, sampleRate: number): boolean {
  if (!(sampleRate > 0)) return true;
  try {
    return instantText(sampleTime(parseInstant(start), Math.max(0, n_samples - 1), sampleRate)) === end;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
