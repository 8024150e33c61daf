import { VariableLength } from '@h5tail/adapter';
import { binaryHead, mostMessageBytes } from '../binary-format.js';
import { PieceQueue } from './piece-queue.js';
import { nothing, type InputFault, type MessageReader, type ReadMessages } from './read-messages.js';

/** Records that stand whole at the beginning of some bytes. */
interface WholeRecords {
  readonly count: number;
  /** Bytes of all of them with their heads. */
  readonly end: number;
  /** Bytes of the next one as far as its head tells; where that is not here, those of the head. */
  readonly next: number;
}

/** Reads the binary format. The bytes of messages are moved together where they are, and not copied one by one. */
export class BinaryReader implements MessageReader {
  readonly #queue = new PieceQueue();
  /** Bytes that it takes until another message is whole. */
  #wanted = binaryHead;
  /** Where the queue begins in the input. */
  #position = 0;

  get unfinishedBytes(): number {
    return this.#queue.length;
  }

  push(piece: Uint8Array): ReadMessages {
    this.#queue.add(piece);
    if (this.#queue.length < this.#wanted) return nothing();
    const bytes = this.#queue.take();
    const records = wholeRecords(bytes);
    this.#position += records.end;
    this.#wanted = records.next;
    this.#queue.add(bytes.subarray(records.end));
    const read = compacted(bytes, records);
    return records.next <= binaryHead + mostMessageBytes ? read : { ...read, fault: this.#tooLong() };
  }

  end(): ReadMessages {
    const here = this.#queue.length;
    if (here === 0) return nothing();
    const missing = this.#wanted - here;
    const part = here < binaryHead ? `its head of ${binaryHead} bytes` : `its ${this.#wanted} bytes (head included)`;
    return nothing({
      statement: `byte ${this.#position}: the input ends in a message: ${missing} of ${part} are missing`,
      place: this.#position,
      remedy: 'Write each message whole: u8 io_group, u32 LE length, then so many bytes',
    });
  }

  #tooLong(): InputFault {
    const length = this.#wanted - binaryHead;
    return {
      statement: `byte ${this.#position}: the message says that it has ${length} bytes, and ${mostMessageBytes} are the most`,
      place: this.#position,
      remedy: 'Write each message as u8 io_group, u32 LE length, then so many bytes',
    };
  }
}

function wholeRecords(bytes: Uint8Array): WholeRecords {
  let [count, at] = [0, 0];
  for (;;) {
    if (at + binaryHead > bytes.length) return { count, end: at, next: binaryHead };
    const size = binaryHead + lengthAt(bytes, at + 1);
    if (at + size > bytes.length) return { count, end: at, next: size };
    at += size;
    count += 1;
  }
}

/** Overwrites the heads, so that the messages follow each other. */
function compacted(bytes: Uint8Array, { count }: WholeRecords): ReadMessages {
  const offsets = new Uint32Array(count + 1);
  const ioGroups = new Uint8Array(count);
  let [from, to] = [0, 0];
  for (let i = 0; i < count; i++) {
    ioGroups[i] = bytes[from] as number;
    const start = from + binaryHead;
    const stop = start + lengthAt(bytes, from + 1);
    bytes.copyWithin(to, start, stop);
    to += stop - start;
    offsets[i + 1] = to;
    from = stop;
  }
  return { messages: new VariableLength(bytes.subarray(0, to), offsets), ioGroups };
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}
