import { PieceQueue } from '../../raw/input/piece-queue.js';
import { inputFault, type BlockReader, type InputBlock, type InputPlace } from './block-reader.js';
import { parseBlockLine } from './block-line.js';

const lineFeed = 0x0a;
const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);
const mostLineBytes = 64 * 1024 * 1024;

/**
 * Reads lines of JSON, a block of samples on each. Lines of blanks and a byte order mark at the beginning are passed over, and
 * the last line needs no line feed.
 */
export class NdjsonBlocks implements BlockReader {
  readonly #channels: readonly string[];
  readonly #queue = new PieceQueue();
  /** Lines that are done with. */
  #lines = 0;

  /** @param channels That every block has; others may be there too. */
  constructor(channels: readonly string[]) {
    this.#channels = channels;
  }

  get unfinishedBytes(): number {
    return this.#queue.length;
  }

  *push(piece: Uint8Array): Generator<InputBlock> {
    const end = piece.lastIndexOf(lineFeed) + 1;
    this.#queue.add(piece.subarray(0, end));
    const lines = end === 0 ? undefined : this.#queue.take();
    this.#queue.add(piece.subarray(end));
    if (lines !== undefined) yield* this.#read(lines.subarray(0, -1));
    if (this.#queue.length > mostLineBytes)
      throw this.#fault(this.#lines + 1, `it is longer than ${mostLineBytes} bytes`);
  }

  *end(): Generator<InputBlock> {
    if (this.#queue.length > 0) yield* this.#read(this.#queue.take());
  }

  /** @param bytes Whole lines, without the last line feed. */
  *#read(bytes: Uint8Array): Generator<InputBlock> {
    const isMarked = this.#lines === 0 && byteOrderMark.equals(bytes.subarray(0, byteOrderMark.length));
    for (let start = isMarked ? byteOrderMark.length : 0; start <= bytes.length;) {
      const found = bytes.indexOf(lineFeed, start);
      const stop = found === -1 ? bytes.length : found;
      this.#lines += 1;
      const read = parseBlockLine(bytes.subarray(start, stop), this.#channels);
      if (typeof read === 'string') throw this.#fault(this.#lines, read);
      if (read !== undefined) yield { ...read, place: placeOf(this.#lines) };
      start = stop + 1;
    }
  }

  #fault(line: number, wrong: string): Error {
    const sample = this.#channels.map((channel) => `"${channel}": [1, 2]`).join(', ');
    return inputFault(placeOf(line), wrong, `Write lines such as {${sample}}`);
  }
}

function placeOf(line: number): InputPlace {
  return { kind: 'line', number: line };
}
