import type { VariableLength } from '@h5tail/adapter';
import { RowCollector, type ReportColumnProblem } from './row-collector.js';
import type { RowStore } from './row-store.js';

/** Bytes that are copied at a time to where four of them can be read at once. */
const copyBytes = 64 * 1024;

/**
 * Makes a row of each packet of the messages.
 *
 * Where they lie at multiples of four bytes, as in files of whole messages, they are read where they are. The others are
 * first copied, many at a time.
 */
export function collectMessages(rows: RowStore, messages: VariableLength, report: ReportColumnProblem): void {
  const { values, offsets } = messages;
  const count = messages.length;
  const shift = values.byteOffset & 3;
  const words = new Int32Array(values.buffer, values.byteOffset - shift, Math.floor((values.length + shift) / 4));
  const collector = new RowCollector(rows, report);
  let copies: Uint8Array | undefined;
  let start = 0;
  while (start < count) {
    const lead = ((offsets[start] as number) + shift) & 3;
    const stop = endOfRun(offsets, start, shift, lead === 0 ? Infinity : copyBytes);
    if (lead === 0) {
      collector.collect({ words, offsets, shift }, start, stop);
    } else {
      const [from, to] = [offsets[start] as number, offsets[stop] as number];
      if (copies === undefined || copies.length < to - from) copies = new Uint8Array(copyBytesFor(to - from));
      copies.set(values.subarray(from, to));
      collector.collect({ words: new Int32Array(copies.buffer), offsets, shift: -from }, start, stop);
    }
    start = stop;
  }
}

/** Behind the last of the messages, from `start` on, that are as far from a multiple of four; at most so many bytes, but one. */
function endOfRun(offsets: Uint32Array, start: number, shift: number, mostBytes: number): number {
  const first = offsets[start] as number;
  const lead = (first + shift) & 3;
  const limit = first + mostBytes;
  let stop = start + 1;
  while (stop < offsets.length - 1) {
    if ((((offsets[stop] as number) + shift) & 3) !== lead || (offsets[stop + 1] as number) > limit) break;
    stop++;
  }
  return stop;
}

function copyBytesFor(length: number): number {
  return Math.max(copyBytes, 4 * Math.ceil(length / 4));
}
