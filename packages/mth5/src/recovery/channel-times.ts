import { sampleTime } from '../model/sample-time.js';
import { epoch, instantText, instantOf, toMicrosecond } from '../model/time.js';
import type { ChannelRow } from '../storage/channel-row.js';

const nanosecondsPerSecond = 1e9;

/** A row that counts `length` samples, with the times that belong to them. Without a rate there are none. */
export function countingRow(row: ChannelRow, length: number): ChannelRow {
  const start = toMicrosecond(instantOf(row.start) ?? epoch);
  const end = endOf(start, length, row.sample_rate) ?? row.end;
  return { ...row, n_samples: length, start: instantText(start), end };
}

/** `undefined` without a rate, and for a time beyond the calendar. */
function endOf(start: bigint, length: number, rate: number): string | undefined {
  if (!(rate > 0)) return undefined;
  try {
    return instantText(sampleTime(start, Math.max(0, length - 1), rate));
  } catch {
    return undefined;
  }
}

/** Whether the times of a row agree with its number of samples, within half a sample, however they are written. */
export function agreesWithItself(row: ChannelRow): boolean {
  if (!(row.sample_rate > 0)) return true;
  const [end, expected] = [instantOf(row.end), instantOf(countingRow(row, row.n_samples).end)];
  if (instantOf(row.start) === undefined || end === undefined || expected === undefined) return false;
  return Math.abs(Number(end - expected)) <= nanosecondsPerSecond / row.sample_rate / 2;
}
