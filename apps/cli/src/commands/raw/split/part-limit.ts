import { statSync } from 'node:fs';
import type { VariableLength } from '@h5tail/adapter';

/** When a part is full. */
export interface PartLimit {
  readonly maxBytes: number;
  readonly maxMessages: number;
}

/** Bytes that a message takes at most besides its own: reference, header, and what stands before it in a heap. */
const bytesAround = 16 + 1 + 16;
/** Messages are stored at multiples of so many bytes. */
const alignment = 8;
/** Heaps grow by doubling up to this size; a longer message has one of its own, with so much around it. */
const mostHeapBytes = 64 * 1024;
const aroundLongMessage = 32;
/** What a flush may add however little it writes: a heap of the smallest size, and chunks that are written again. */
const bytesPerFlush = 4096 + 2048;
/** What closing may add. */
const bytesOfClosing = 2048;

/** The smallest limit: a file takes some 12 kB before its messages. */
export const leastBytes = 16_384;

/**
 * How many messages, from `start` on, surely fit a part. How large a file becomes is not known before it is written, so this
 * takes the worst case, and is asked again when the size is known.
 *
 * @param bytes Size of the part so far.
 * @param count Messages of the part so far.
 */
export function fittingMessages(
  { offsets, length }: VariableLength,
  start: number,
  { maxBytes, maxMessages }: PartLimit,
  { bytes, count }: { readonly bytes: number; readonly count: number },
): number {
  const most = Math.min(length - start, maxMessages - count);
  if (maxBytes === Infinity) return most;
  const room = maxBytes - bytes - bytesPerFlush - bytesOfClosing;
  let [taken, needed] = [0, 0];
  for (; taken < most; taken++) {
    const size = (offsets[start + taken + 1] as number) - (offsets[start + taken] as number);
    needed += costOf(size);
    // Half of a heap may be empty.
    if (needed + Math.min(needed, mostHeapBytes) > room) break;
  }
  return taken;
}

function costOf(size: number): number {
  const stored = Math.ceil(size / alignment) * alignment + bytesAround;
  return size + aroundLongMessage > mostHeapBytes ? stored + aroundLongMessage : stored;
}

/** Bytes of a file. */
export function sizeOf(path: string): number {
  return statSync(path).size;
}
