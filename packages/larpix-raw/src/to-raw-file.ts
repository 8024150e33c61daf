import { messageBatch, type IoGroupInput, type MessageInput } from './messages/message-batch.js';
import { appendBatch } from './writing/append-batch.js';
import { openForAppending, type AppendOptions } from './writing/open-for-appending.js';

/** Header fields of the messages to write. */
export interface RawHeaders {
  /** The board of each message, or one for all: whole numbers from 0 to 255. Default: 0. */
  readonly ioGroups?: IoGroupInput;
}

/** Options of {@link toRawFile}. */
export interface ToRawFileOptions extends AppendOptions {
  /** Default: all zero. */
  readonly headers?: RawHeaders;
}

/**
 * Appends messages to a raw file, and creates it where there is none. Each call opens and closes the file, in SWMR mode, so
 * that others may read meanwhile; for more than a call now and then take `RawFileWriter`, which is far faster.
 *
 * All or nothing: everything is checked before the file is touched, and where writing fails no message is there.
 *
 * @param messages `null` to create an empty file, or only to set the time of `modified`.
 * @returns Number of messages in the file.
 * @throws Hdf5Error `INVALID_DATA` for messages or boards that are none; `FILE_LOCKED` where another writer has the file;
 * `WRONG_VERSION`, `NOT_SWMR_WRITABLE`, `NO_SPACE`, …
 * @throws TypeError for an unknown header field or a version that is none.
 *
 * @example
 * ```ts
 * await toRawFile('raw.h5', [message], { adapter: wasmAdapter(), headers: { ioGroups: [1] }, ioVersion: '0.0' });
 * ```
 */
export async function toRawFile(
  path: string,
  messages: MessageInput | null,
  options: ToRawFileOptions,
): Promise<number> {
  const batch = messages === null ? undefined : messageBatch(messages, ioGroupsOf(options.headers), path);
  const target = await openForAppending(path, options, batch);
  const { file, length } = target;
  try {
    if (batch !== undefined && batch.messages.length > 0) await appendBatch(target, length, batch);
  } catch (error) {
    // What keeps the file from being closed then follows from this.
    await file.close().catch(() => undefined);
    throw error;
  }
  await file.close();
  return length + (batch?.messages.length ?? 0);
}

function ioGroupsOf(headers: RawHeaders = {}): IoGroupInput {
  if (typeof headers !== 'object' || headers === null) throw new TypeError('headers are an object, { ioGroups }');
  const unknown = Object.keys(headers).find((name) => name !== 'ioGroups');
  if (unknown !== undefined) throw new TypeError(`unknown header field '${unknown}'; there is ioGroups`);
  return headers.ioGroups ?? 0;
}
