import { oneOf } from '../../../argument-parsers.js';
import { BinaryReader } from './binary-reader.js';
import { NdjsonReader } from './ndjson-reader.js';
import type { MessageReader } from './read-messages.js';

/** Formats of messages on stdin. */
export const inputFormats = ['ndjson', 'binary'] as const;

/** One of {@link inputFormats}. */
export type InputFormat = (typeof inputFormats)[number];

/** For the flag. */
export function parseInputFormat(text: string): InputFormat {
  return oneOf(inputFormats, text);
}

/** What reads a format. */
export function messageReader(format: InputFormat): MessageReader {
  return format === 'binary' ? new BinaryReader() : new NdjsonReader();
}
