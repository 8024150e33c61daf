import { Hdf5Error, type CompoundDtype, type Dataset } from '@h5tail/adapter';
import type { HeaderFields } from '../format/header-dataset.js';
import { headerFields } from '../format/header-fields.js';
import type { MessageDataset } from '../format/message-dataset.js';
import type { MessageBatch } from '../messages/message-batch.js';

/** The datasets of a file that is appended to. */
export interface AppendableDatasets {
  readonly messages: MessageDataset;
  readonly headers: Dataset<CompoundDtype>;
}

/**
 * Checks that a file takes a batch behind `start` messages.
 *
 * @returns The header fields of the batch.
 * @throws Hdf5Error `OUT_OF_RANGE` where the file has a limit; `INVALID_DATA` for a board that its headers cannot hold;
 * `UNSUPPORTED_DTYPE` for header fields of other programs that are no numbers.
 */
export function requireFitting(
  { messages, headers }: AppendableDatasets,
  start: number,
  { messages: added, ioGroups }: MessageBatch,
): HeaderFields {
  for (const dataset of [messages, headers]) requireRoom(dataset, start + added.length);
  return headerFields(headers, ioGroups);
}

function requireRoom({ file, path, maxShape }: Dataset, stop: number): void {
  const limit = maxShape?.[0] ?? Infinity;
  if (stop <= limit) return;
  throw new Hdf5Error('OUT_OF_RANGE', `the file holds ${limit} messages at most`, {
    file: file.path,
    object: path,
    remedy: 'Begin a new file',
  });
}
