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
 * @param wholeChunks See `FlushPolicy`.
 */
export function dueSamples(
  waiting: ReadonlySet<ChannelWriter>,
  occasion: Occasion,
  wholeChunks: boolean | undefined,
): Map<ChannelWriter, number> {
  const chunks = chunkOfRuns(waiting);
  const due = new Map<ChannelWriter, number>();
  for (const channel of waiting) {
    const whole = inWholeChunks(channel, chunks.get(runOf(channel)) ?? channel.chunk);
    const onlyWhole = wholeChunks ?? channel.isFiltered;
    const isWhole = occasion !== 'request' && (onlyWhole || (occasion === 'number' && whole > 0));
    const count = isWhole ? whole : channel.pending.length;
    if (count > 0) due.set(channel, count);
  }
  return due;
}

function inWholeChunks({ length, written }: ChannelWriter, chunk: number): number {
  return Math.max(0, Math.floor(length / chunk) * chunk - written);
}

/** Channels of a run shall grow together, so the largest chunk among them counts. */
function chunkOfRuns(channels: ReadonlySet<ChannelWriter>): Map<string, number> {
  const chunks = new Map<string, number>();
  for (const channel of channels) {
    const run = runOf(channel);
    chunks.set(run, Math.max(chunks.get(run) ?? 1, channel.chunk));
  }
  return chunks;
}

function runOf({ path }: ChannelWriter): string {
  return path.slice(0, path.lastIndexOf('/'));
}
