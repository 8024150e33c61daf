import { oneOf } from '../../../argument-parsers.js';

/** How messages are printed. */
export const messageFormats = ['ndjson', 'hex', 'binary'] as const;

/** One of {@link messageFormats}. */
export type MessageFormat = (typeof messageFormats)[number];

/** `--format` of commands that print messages. */
export const messageFormatFlag = {
  kind: 'parsed',
  parse: (text: string): MessageFormat => oneOf(messageFormats, text),
  default: 'ndjson',
  placeholder: 'ndjson|hex|binary',
  brief: 'How to print messages',
} as const;
