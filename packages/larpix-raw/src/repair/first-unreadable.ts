import { isHdf5Error, type Hdf5Error } from '@h5tail/adapter';
import { readHeaders } from '../format/header-dataset.js';
import { readMessages } from '../format/message-dataset.js';
import type { RawFile } from '../format/raw-file.js';

/** Messages that are read at once. */
const block = 16 * 1024;

/** A message that cannot be read, and why. */
export interface Unreadable {
  readonly index: number;
  readonly error: Hdf5Error;
}

/** How to check. */
export interface CheckOptions {
  readonly onProgress?: (checked: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads all messages up to `length` with their headers, and finds the first that cannot be read.
 *
 * @throws The signal's reason.
 */
export async function firstUnreadable(
  raw: RawFile,
  length: number,
  { onProgress, signal }: CheckOptions,
): Promise<Unreadable | undefined> {
  for (let start = 0; start < length; start += block) {
    const stop = Math.min(length, start + block);
    if ((await faultOf(raw, start, stop, signal)) !== undefined) return bisect(raw, start, stop, signal);
    onProgress?.(stop, length);
  }
  return undefined;
}

/** Whether one message cannot be read. */
export async function isUnreadable(raw: RawFile, index: number, { signal }: CheckOptions): Promise<boolean> {
  return (await faultOf(raw, index, index + 1, signal)) !== undefined;
}

/** The first of messages `start` to `stop - 1`, of which one cannot be read. */
async function bisect(
  raw: RawFile,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<Unreadable | undefined> {
  let [low, high] = [start, stop];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((await faultOf(raw, low, middle, signal)) === undefined) low = middle;
    else high = middle;
  }
  const error = await faultOf(raw, low, high, signal);
  return error && { index: low, error };
}

async function faultOf(
  raw: RawFile,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<Hdf5Error | undefined> {
  try {
    await readMessages(raw.messages, start, stop, signal);
    await readHeaders(raw.headers, start, stop, signal);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (isHdf5Error(error)) return error;
    throw error;
  }
}
