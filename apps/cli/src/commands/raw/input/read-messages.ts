import { VariableLength } from '@h5tail/adapter';

/** What is wrong with the input, and where: nothing behind it can be read. */
export interface InputFault {
  readonly statement: string;
  /** Line, counted from 1, or byte, counted from 0. */
  readonly place: number;
  readonly remedy: string;
}

/** What came of a piece of the input. */
export interface ReadMessages {
  /** Messages that are whole now and were not before. Their memory is good until the next piece. */
  readonly messages: VariableLength<Uint8Array>;
  /** One per message. */
  readonly ioGroups: Uint8Array;
  /** What stands behind these messages. */
  readonly fault?: InputFault;
}

/** Turns the bytes of an input, as they come, into messages. */
export interface MessageReader {
  /** Takes the next piece, and its memory with it. */
  push(piece: Uint8Array): ReadMessages;
  /** The input is over. */
  end(): ReadMessages;
  /** What is begun and not whole, in bytes. */
  readonly unfinishedBytes: number;
}

/** No messages. */
export function nothing(fault?: InputFault): ReadMessages {
  const messages = new VariableLength(new Uint8Array(0), new Uint32Array(1));
  return { messages, ioGroups: new Uint8Array(0), ...(fault && { fault }) };
}
