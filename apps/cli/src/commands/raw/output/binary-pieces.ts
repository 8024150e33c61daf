import { binaryHead } from '../binary-format.js';
import { requireByteIoGroups } from '../reading/byte-io-groups.js';
import type { MessageBlock } from './message-pieces.js';

const pieceBytes = 256 * 1024;

/**
 * Messages in the binary format, in pieces of some 256 KiB, longer ones only for a longer message.
 *
 * @throws Hdf5Error `INVALID_DATA` for a board above 255.
 */
export function* binaryPieces({ first, messages, ioGroups }: MessageBlock, path: string): Generator<Uint8Array> {
  const groups = requireByteIoGroups(ioGroups, first, path);
  const { values, offsets, length } = messages;
  for (let start = 0; start < length;) {
    let stop = start + 1;
    const from = offsets[start] as number;
    while (stop < length && sizeOf(stop + 1 - start, (offsets[stop + 1] as number) - from) <= pieceBytes) stop++;
    const piece = Buffer.allocUnsafe(sizeOf(stop - start, (offsets[stop] as number) - from));
    let at = 0;
    for (; start < stop; start++) {
      const [begin, end] = [offsets[start] as number, offsets[start + 1] as number];
      piece[at] = groups[start] as number;
      piece.writeUInt32LE(end - begin, at + 1);
      piece.set(values.subarray(begin, end), at + binaryHead);
      at += binaryHead + end - begin;
    }
    yield piece;
  }
}

function sizeOf(messages: number, bytes: number): number {
  return messages * binaryHead + bytes;
}
