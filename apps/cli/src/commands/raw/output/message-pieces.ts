import type { VariableLength } from '@h5tail/adapter';
import type { IoGroups } from '@h5tail/larpix-raw';
import { binaryPieces } from './binary-pieces.js';
import type { MessageFormat } from './message-format.js';

/** Messages of a file that follow each other. */
export interface MessageBlock {
  /** Number of the first one in the file. */
  readonly first: number;
  readonly messages: VariableLength<Uint8Array>;
  /** One per message. */
  readonly ioGroups: IoGroups;
}

/** Characters that a piece of text has at least, other than the last one. */
const textPiece = 128 * 1024;
/** Bytes of a message that are turned into digits at once: text has a largest length. */
const mostDigitBytes = 8 * 1024 * 1024;

/**
 * Messages as they are printed, in pieces of some 100 kB whatever the block is.
 *
 * @returns Text, or bytes of their own memory.
 * @throws Hdf5Error `INVALID_DATA` for a board that the binary format has no room for.
 */
export function messagePieces(
  format: MessageFormat,
  block: MessageBlock,
  path: string,
): Iterable<string> | Iterable<Uint8Array> {
  switch (format) {
    case 'ndjson':
      return textPieces(block, (index, ioGroup) => `{"index": ${index}, "io_group": ${ioGroup}, "message": "`, '"}\n');
    case 'hex':
      return textPieces(block, () => '', '\n');
    case 'binary':
      return binaryPieces(block, path);
  }
}

function* textPieces(
  { first, messages, ioGroups }: MessageBlock,
  before: (index: number, ioGroup: number) => string,
  after: string,
): Generator<string> {
  const { values, offsets, length } = messages;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let i = 0; i < length; i++) {
    text += before(first + i, ioGroups[i] as number);
    const stop = offsets[i + 1] as number;
    for (let at = offsets[i] as number; at < stop; at += mostDigitBytes) {
      text += bytes.toString('hex', at, Math.min(stop, at + mostDigitBytes));
      if (text.length < textPiece) continue;
      yield text;
      text = '';
    }
    text += after;
  }
  if (text !== '') yield text;
}
