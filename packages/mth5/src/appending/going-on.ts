import { Hdf5Error } from '@h5tail/adapter';
import { epoch, instantText } from '../model/time.js';
import type { ChannelWriter } from '../session/channel-writer.js';

const nanosecondsPerSecond = 1e9;
const tolerance = 0.5;

/**
 * Time of the first of samples that come together without one: they were taken together, so that channels which have none yet begin
 * where the others go on.
 *
 * @returns Nanoseconds since 1970; `undefined` where none of the channels knows a time.
 * @throws Hdf5Error `INVALID_DATA` where the channels do not go on at the same time, within half a sample.
 */
export function goingOn(channels: readonly ChannelWriter[]): bigint | undefined {
  const timed = channels.filter(({ start }) => start !== epoch);
  const begun = timed.filter(({ length }) => length > 0);
  const [first, ...others] = begun.length > 0 ? begun : timed;
  if (first === undefined) return undefined;
  for (const other of others) if (!goOnTogether(first, other)) throw apart(first, other);
  return first.next;
}

/** Whether channels go on together for certain: the usual case, at each append. */
export function areAlike([first, ...others]: readonly ChannelWriter[]): boolean {
  return (
    first !== undefined &&
    first.length > 0 &&
    others.every(({ start, rate, length }) => start === first.start && rate === first.rate && length === first.length)
  );
}

function goOnTogether(a: ChannelWriter, b: ChannelWriter): boolean {
  const seconds = Math.abs(Number(a.next - b.next)) / nanosecondsPerSecond;
  return seconds * Math.min(a.rate, b.rate) <= tolerance;
}

function apart(a: ChannelWriter, b: ChannelWriter): Hdf5Error {
  const words = [a, b].map((channel) => `${channel.row.component} at ${instantText(channel.next)}`).join(', ');
  return new Hdf5Error('INVALID_DATA', `the channels do not go on at the same time: ${words}`, {
    ...b.place,
    remedy: 'Tell the time of the first sample, or append to them one by one',
  });
}
