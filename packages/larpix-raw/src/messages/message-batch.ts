import { Hdf5Error, VariableLength } from '@h5tail/adapter';

/** Messages with their boards, ready to be written. */
export interface MessageBatch {
  /** One contiguous buffer plus offsets. */
  readonly messages: VariableLength<Uint8Array>;
  /** One per message. */
  readonly ioGroups: Uint8Array;
}

/** Bytes of one message: a typed array or any other view, or a buffer as a whole. */
export type MessageBytes = ArrayBufferView | ArrayBuffer;

/** Messages as a program has them: packed, which costs nothing, or one by one. */
export type MessageInput = VariableLength<Uint8Array> | Iterable<MessageBytes>;

/** One board for all messages, or one for each: whole numbers from 0 to 255. */
export type IoGroupInput = number | ArrayLike<number>;

const largestIoGroup = 255;

/**
 * Packs messages and checks everything about them.
 *
 * @param path Of the file that they are for, for errors.
 * @returns Packed messages as they are, so the caller's memory; everything else copied once.
 * @throws Hdf5Error `INVALID_DATA` for something that is no bytes, for a board that is no whole number from 0 to 255, and for
 * another number of boards than of messages.
 */
export function messageBatch(input: MessageInput, ioGroups: IoGroupInput, path: string): MessageBatch {
  const messages = packed(input, path);
  return { messages, ioGroups: checkedIoGroups(ioGroups, messages.length, path) };
}

function packed(input: MessageInput, path: string): VariableLength<Uint8Array> {
  if (input instanceof VariableLength) {
    if (input.values instanceof Uint8Array) return input;
    throw invalid('packed messages that are not bytes', path, 'Give a VariableLength of a Uint8Array');
  }
  if (typeof input === 'string' || typeof input?.[Symbol.iterator] !== 'function') {
    throw invalid('these are no messages', path, 'Give a list of byte arrays, also for a single message');
  }
  return VariableLength.ofBytes(Array.from(input, (message, index) => bytesOf(message, index, path)));
}

function bytesOf(message: unknown, index: number, path: string): Uint8Array {
  if (message instanceof Uint8Array) return message;
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  const kind = message === null ? 'null' : typeof message;
  throw invalid(`message ${index} is not bytes but ${kind}`, path, 'Give a Uint8Array', index);
}

function checkedIoGroups(ioGroups: IoGroupInput, count: number, path: string): Uint8Array {
  if (typeof ioGroups === 'number') return new Uint8Array(count).fill(checkedIoGroup(ioGroups, 0, path));
  if (typeof ioGroups === 'string' || typeof ioGroups?.length !== 'number') {
    throw invalid('ioGroups is no list of numbers', path, 'Give one number per message, or one for all');
  }
  if (ioGroups.length !== count) {
    const remedy = 'Give one per message, or a single number for all';
    throw invalid(`${ioGroups.length} io_groups for ${count} messages`, path, remedy);
  }
  // A byte cannot be out of range.
  if (ioGroups instanceof Uint8Array) return ioGroups;
  return Uint8Array.from({ length: count }, (_, i) => checkedIoGroup(ioGroups[i], i, path));
}

function checkedIoGroup(value: unknown, index: number, path: string): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= largestIoGroup) return value as number;
  const text = typeof value === 'number' ? String(value) : `of type ${typeof value}`;
  throw invalid(`io_group ${text} of message ${index} is no whole number from 0 to 255`, path, 'Correct it', index);
}

function invalid(message: string, path: string, remedy: string, index?: number): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', message, { file: path, object: '/msgs', remedy, index });
}
