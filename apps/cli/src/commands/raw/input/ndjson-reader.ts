import { mostMessageBytes } from '../binary-format.js';
import { MessagePack } from './message-pack.js';
import { parseMessageLine } from './message-line.js';
import { PieceQueue } from './piece-queue.js';
import { nothing, type InputFault, type MessageReader, type ReadMessages } from './read-messages.js';

const lineFeed = 0x0a;
const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);
/** Two digits per byte of the message, and the rest of the line. */
const mostLineBytes = 2 * mostMessageBytes + 4096;

/**
 * Reads lines of JSON, one per message. Lines of blanks and a byte order mark at the beginning are passed
 * over, and the last line needs no line feed.
 */
export class NdjsonReader implements MessageReader {
  readonly #queue = new PieceQueue();
  /** Lines that are done with. */
  #lines = 0;

  get unfinishedBytes(): number {
    return this.#queue.length;
  }

  push(piece: Uint8Array): ReadMessages {
    const end = piece.lastIndexOf(lineFeed) + 1;
    this.#queue.add(piece.subarray(0, end));
    const lines = end === 0 ? undefined : this.#queue.take();
    this.#queue.add(piece.subarray(end));
    const read = lines === undefined ? nothing() : this.#read(lines.subarray(0, -1));
    if (read.fault !== undefined || this.#queue.length <= mostLineBytes) return read;
    return { ...read, fault: this.#fault(this.#lines + 1, `it is longer than ${mostLineBytes} bytes`) };
  }

  end(): ReadMessages {
    return this.#queue.length === 0 ? nothing() : this.#read(this.#queue.take());
  }

  /** @param bytes Whole lines, without the last line feed. */
  #read(bytes: Uint8Array): ReadMessages {
    const pack = new MessagePack(Math.ceil(bytes.length / 2));
    const isMarked = this.#lines === 0 && byteOrderMark.equals(bytes.subarray(0, byteOrderMark.length));
    for (let start = isMarked ? byteOrderMark.length : 0; start <= bytes.length;) {
      const found = bytes.indexOf(lineFeed, start);
      const stop = found === -1 ? bytes.length : found;
      this.#lines += 1;
      const wrong = parseMessageLine(bytes, start, stop, pack);
      if (wrong !== undefined) return { ...pack.take(), fault: this.#fault(this.#lines, wrong) };
      start = stop + 1;
    }
    return pack.take();
  }

  #fault(line: number, wrong: string): InputFault {
    const remedy = 'Write lines such as {"io_group": 1, "message": "44ff00"}';
    return { statement: `line ${line}: ${wrong}`, place: line, remedy };
  }
}
