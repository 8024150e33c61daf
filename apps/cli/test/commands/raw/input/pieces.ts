import type { MessageReader, ReadMessages } from '../../../../src/commands/raw/input/read-messages.js';
import type { TestMessage } from '../raw-files.js';

/** What a reader made of an input. */
export interface ReadInput {
  readonly messages: readonly TestMessage[];
  readonly fault: ReadMessages['fault'];
}

/** Reads an input in pieces of a size, up to a fault. */
export function readInPieces(reader: MessageReader, input: Uint8Array, size: number): ReadInput {
  const messages: TestMessage[] = [];
  const take = (read: ReadMessages): ReadMessages['fault'] => {
    [...read.messages].forEach((bytes, i) =>
      messages.push({ ioGroup: read.ioGroups[i] as number, bytes: Uint8Array.from(bytes) }),
    );
    return read.fault;
  };
  for (let at = 0; at < input.length; at += size) {
    const fault = take(reader.push(Uint8Array.from(input.subarray(at, at + size))));
    if (fault !== undefined) return { messages, fault };
  }
  return { messages, fault: take(reader.end()) };
}
