import type { Dataset } from '@h5tail/adapter';
import { asSigned } from '../messages/join-messages.js';
import type { MessageBatch } from '../messages/message-batch.js';
import type { AppendableFile } from './open-for-appending.js';
import { requireFitting } from './require-fitting.js';

/**
 * Bytes of messages that one write takes at most, before they are flushed. So a large batch needs no second copy of itself in
 * memory, and HDF5 never has to make room in its metadata cache in the middle of a write: where the disk is full then, HDF5 2.0
 * ends itself.
 */
const mostBytesAtOnce = 1024 * 1024;

/**
 * Appends a batch behind `start` messages, all or nothing, and makes it visible to readers and durable against the death of
 * this process.
 *
 * The messages are flushed, then the headers are extended: a message counts once it has its header, so the length of the
 * headers is the mark up to which all is whole, also when this process dies in between.
 *
 * @throws Hdf5Error `OUT_OF_RANGE` where the file has a limit, `NO_SPACE`, `IO`, …; then the extents are what they were, as far
 * as HDF5 can still do that.
 */
export async function appendBatch(target: AppendableFile, start: number, batch: MessageBatch): Promise<void> {
  const { messages, headers } = target;
  const stop = start + batch.messages.length;
  const fields = requireFitting(target, start, batch);
  try {
    await writeMessages(target, start, batch);
    await headers.resize([stop]);
    await headers.write([[start, stop]], fields);
    await headers.flush();
  } catch (error) {
    await shrink(headers, start);
    await shrink(messages, start);
    throw error;
  }
}

async function writeMessages({ messages }: AppendableFile, first: number, batch: MessageBatch): Promise<void> {
  const { offsets, length } = batch.messages;
  const isSigned = messages.dtype.base.class === 'integer' && messages.dtype.base.signed;
  for (let start = 0; start < length;) {
    let stop = start + 1;
    const limit = (offsets[start] as number) + mostBytesAtOnce;
    while (stop < length && (offsets[stop + 1] as number) <= limit) stop++;
    const slice = stop - start === length ? batch.messages : batch.messages.slice(start, stop);
    // No further than what is written now: whoever looks at the messages alone shall find none that is empty for a while.
    await messages.resize([first + stop]);
    await messages.write([[first + start, first + stop]], isSigned ? asSigned(slice) : slice);
    await messages.flush();
    start = stop;
  }
}

/** What went wrong is told already; this only tidies up. */
async function shrink(dataset: Dataset, length: number): Promise<void> {
  try {
    await dataset.resize([length]);
    await dataset.flush();
  } catch {
    // A reader counts what both datasets have, so nothing is wrong with what is there.
  }
}
