import { Hdf5Error } from '@h5tail/adapter';
import { sampleTime } from '../model/sample-time.js';
import { instantText, parseInstant } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import type { ChannelWriter } from '../session/channel-writer.js';
import { fillValue, gapBefore, requireFillable } from '../session/gaps.js';
import type { Portion } from '../session/recorder.js';
import type { SampleInput } from '../session/sample-type.js';
import { areAlike, goingOn } from './going-on.js';

/** What is known of the time of samples that are appended. */
export interface AppendOptions {
  /**
   * Time of the first sample: ISO 8601, or nanoseconds since 1970. Default: they follow on from those that are there; the first of a channel
   * have the time that the channel begins at, or together with other channels that at which these go on.
   */
  readonly start?: string | bigint;
  /** Samples per second, to be checked against the channel's. Default: the channel's. */
  readonly sampleRate?: number;
}

/** Where samples went. */
export interface Appended {
  /** Id of the run: another one where a gap began it. */
  readonly run: string;
  /** Number of the first sample in the channel; of several channels that of the first. */
  readonly first: number;
  /** Samples that were filled into a gap before it. */
  readonly filled: number;
}

/** About a hundred years. */
const longSeconds = 3e9;

/** Samples of a channel that come next. */
export interface Block {
  readonly channel: ChannelWriter;
  readonly samples: SampleInput;
}

/** How blocks are to be appended once all is checked. */
export type AppendPlan =
  | {
      readonly kind: 'append';
      readonly portions: readonly Portion[];
      readonly filledFirst: number;
      readonly begin: bigint | undefined;
    }
  | { readonly kind: 'new-run'; readonly start: bigint };

/**
 * Checks blocks that come together, and finds out what is to be written. Nothing is changed.
 *
 * @throws Hdf5Error `INVALID_DATA` for samples that a channel does not hold, blocks of different lengths, another rate, an overlap, a
 * gap that the policy does not fill, or channels that do not go on at the same time where none is told; RangeError for a time that is none.
 */
export async function planAppend(
  access: Mth5Access,
  blocks: readonly Block[],
  options: AppendOptions,
): Promise<AppendPlan> {
  const portions = blocks.map(({ channel, samples }) => ({ channel, samples: channel.type.take(samples) }));
  for (const { channel } of blocks) requireRate(channel, options.sampleRate);
  const start = typeof options.start === 'string' ? parseInstant(options.start) : options.start;
  if (start === undefined) {
    for (const { channel, samples } of portions)
      if (isLong(channel, samples.length)) requireTimes(channel.next, samples.length, channel.rate);
    const channels = blocks.map(({ channel }) => channel);
    return { kind: 'append', portions, filledFirst: 0, begin: areAlike(channels) ? undefined : goingOn(channels) };
  }
  for (const { channel, samples } of portions) requireTimes(start, samples.length, channel.rate);
  const gaps = blocks.map(({ channel }) =>
    channel.length === 0 ? 0 : gapBefore(channel.next, start, channel.rate, channel.place),
  );
  const longest = Math.max(...gaps);
  if (longest === 0) return { kind: 'append', portions, filledFirst: 0, begin: start };
  if (access.gaps.fill === 'new-run') return { kind: 'new-run', start };
  const filled: Portion[] = [];
  for (const [index, { channel, samples }] of portions.entries()) {
    const gap = gaps[index] ?? 0;
    if (gap > 0) filled.push(await filling(access, channel, gap, samples));
    filled.push({ channel, samples });
  }
  return { kind: 'append', portions: filled, filledFirst: gaps[0] ?? 0, begin: start };
}

/** Whether a channel would be so long that it has to be looked at whether the calendar has such times; working them out takes time. */
function isLong({ length, rate }: ChannelWriter, more: number): boolean {
  return (length + more) / rate > longSeconds;
}

/** All samples need a time that the table can tell. @throws RangeError */
function requireTimes(first: bigint, count: number, rate: number): void {
  instantText(first);
  instantText(sampleTime(first, Math.max(0, count - 1), rate));
}

async function filling(
  access: Mth5Access,
  channel: ChannelWriter,
  gap: number,
  next: ArrayLike<number | bigint>,
): Promise<Portion> {
  requireFillable(gap, channel.rate, access.gaps, channel.place);
  const { fill, window } = access.gaps;
  // `requireFillable` has thrown for `error`, and a new run is not filled.
  if (fill === 'error' || fill === 'new-run') throw new TypeError(`${fill} fills nothing`);
  const before = typeof fill === 'number' ? [] : await edgeOf(access, channel, window);
  const after = Array.from({ length: Math.min(window, next.length) }, (_, index) => Number(next[index]));
  const value = fillValue(fill, [...before, ...after], channel.type.isInteger);
  return { channel, samples: channel.type.filled(gap, value) };
}

async function edgeOf(access: Mth5Access, channel: ChannelWriter, count: number): Promise<number[]> {
  const waiting = channel.pending.last(count);
  if (waiting.length === count || channel.written === 0) return waiting;
  const stored = await access.inspect(async () => {
    const dataset = await access.store.dataset(channel.path);
    const stop = channel.written;
    const { data } = await dataset.read([[Math.max(0, stop - count), stop]]);
    return Array.from(data as ArrayLike<number | bigint>, Number);
  });
  return channel.edge(count, stored);
}

function requireRate(channel: ChannelWriter, sampleRate: number | undefined): void {
  if (sampleRate === undefined || sampleRate === channel.rate) return;
  throw new Hdf5Error('INVALID_DATA', `samples at ${sampleRate} per second do not fit a channel of ${channel.rate}`, {
    ...channel.place,
    remedy: 'Append them to a run of their own',
  });
}
