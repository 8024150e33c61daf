import { Hdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import type { Clock } from '@h5tail/follower';
import { lengthOfRawFile, RawFileFollower, type RawBatch } from '@h5tail/larpix-raw';
import { sliceBlock } from './slice-block.js';
import { sliceBounds, type SliceFlags } from './slice-bounds.js';

/** How long to wait for messages that the file said are there. */
const patienceMs = 10_000;

/** Messages that follow each other, in memory of their own. */
export type ReadBlock = Pick<RawBatch, 'first' | 'count' | 'messages' | 'ioGroups'>;

/** What it takes to read a file once. */
export interface ReadBlocksOptions {
  readonly adapter: Hdf5Adapter;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Default: all. */
  readonly slice?: SliceFlags;
  /** Told how many messages are going to come, before the first of them. */
  readonly onCount?: (count: number) => void;
}

/**
 * Reads messages of a file, complete or live, in blocks of about 4 MiB: those that are there now.
 *
 * @throws Hdf5Error as `RawFileFollower` does; `TRANSIENT_READ` where messages that were there are there no more.
 */
export async function* readBlocks(
  path: string,
  options: ReadBlocksOptions,
): AsyncGenerator<ReadBlock, void, undefined> {
  const { adapter, signal, clock, slice = {}, onCount } = options;
  const { start, stop } = sliceBounds(slice, await lengthOfRawFile(path, { adapter, signal, clock }));
  onCount?.(stop - start);
  if (start === stop) return;
  const following = { adapter, signal, clock, from: start, timeoutMs: patienceMs, endWhenClosed: false };
  await using follower = await RawFileFollower.open(path, following);
  for await (const batch of follower) {
    yield blockOf(batch, Math.min(batch.count, stop - batch.first));
    if (batch.first + batch.count >= stop) return;
  }
  throw new Hdf5Error('TRANSIENT_READ', `the file had ${stop} messages, and now has ${follower.ready}`, {
    file: path,
    remedy: 'Something else changes the file; try again',
  });
}

function blockOf({ first, count, messages, ioGroups }: RawBatch, most: number): ReadBlock {
  if (count === most) return { first, count, messages, ioGroups };
  return { ...sliceBlock({ first, messages, ioGroups }, 0, most), count: most };
}
