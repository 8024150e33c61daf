/** When a writer makes what it has taken visible and durable. */
export interface FlushPolicy {
  /**
   * When a channel has so many samples that are not flushed; whole chunks are written then, where there are any, and the rest waits for
   * more or for its time. Default: 8192, the chunk of a new channel.
   */
  readonly samples?: number;
  /** When the oldest sample has waited for so many seconds; `Infinity`: never by time. Default: 1. */
  readonly seconds?: number;
  /**
   * Whether only whole chunks are written before `flush` and `close`. A chunk that is compressed is stored anew each time it
   * is written, and in SWMR mode its old place is lost to the file. Default: for channels with filters, and those that are appended to together with them.
   */
  readonly wholeChunks?: boolean;
}

/** A policy with its defaults. */
export interface FlushSettings {
  readonly samples: number;
  readonly milliseconds: number;
  readonly wholeChunks: boolean | undefined;
}

/** Samples per chunk of a new channel; MTH5 uses about as many. */
export const usualChunk = 8192;
const usualSeconds = 1;

/** @throws RangeError for a number that makes no sense. */
export function flushSettings({
  samples = usualChunk,
  seconds = usualSeconds,
  wholeChunks,
}: FlushPolicy = {}): FlushSettings {
  if (!(samples >= 1)) throw new RangeError(`flush.samples ${samples} is not 1 or more`);
  if (!(seconds >= 0)) throw new RangeError(`flush.seconds ${seconds} is not 0 or more`);
  return { samples, milliseconds: seconds * 1000, wholeChunks };
}
