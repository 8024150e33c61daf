import type { ChannelWriter } from './channel-writer.js';

/**
 * What makes a recorder write.
 *
 * - `request`: somebody asked for all that there is.
 * - `time`: samples have waited for long enough.
 * - `number`: there are enough of them.
 */
export type Occasion = 'request' | 'time' | 'number';

/**
 * How many of its samples that wait each channel shall write. When there are enough, whole chunks go first, so that each chunk is
 * written once; the rest follows with time, unless only whole chunks are wanted.
 *
 * Channels of a run that were appended to together write as many, so that no sample is there in some of them only.
 *
 * @param wholeChunks See `FlushPolicy`.
 */
export function dueSamples(
  waiting: ReadonlySet<ChannelWriter>,
  occasion: Occasion,
  wholeChunks: boolean | undefined,
): Map<ChannelWriter, number> {
  const due = new Map<ChannelWriter, number>();
  const isOnlyWhole = ({ isFiltered }: ChannelWriter): boolean => wholeChunks ?? isFiltered;
  for (const group of together(waiting)) {
    const lead = group.find(isOnlyWhole) ?? group[0];
    // The largest chunk among them counts.
    const whole = inWholeChunks(lead, Math.max(...group.map(({ chunk }) => chunk)));
    const isWhole = occasion !== 'request' && (isOnlyWhole(lead) || (occasion === 'number' && whole > 0));
    const count = isWhole ? whole : lead.pending.length;
    if (count > 0) for (const channel of group) due.set(channel, count);
  }
  return due;
}

function inWholeChunks({ length, written }: ChannelWriter, chunk: number): number {
  return Math.max(0, Math.floor(length / chunk) * chunk - written);
}

/** Channels of one run of which as many samples wait. */
function together(channels: ReadonlySet<ChannelWriter>): Iterable<[ChannelWriter, ...ChannelWriter[]]> {
  const groups = new Map<string, [ChannelWriter, ...ChannelWriter[]]>();
  for (const channel of channels) {
    if (channel.pending.length === 0) continue;
    const key = `${runOf(channel)} ${channel.pending.length}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [channel]);
    else known.push(channel);
  }
  return groups.values();
}

function runOf({ path }: ChannelWriter): string {
  return path.slice(0, path.lastIndexOf('/'));
}
