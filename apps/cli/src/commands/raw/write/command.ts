import { buildCommand } from '@stricli/core';
import { parseMilliseconds, parsePositive } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { parseInputFormat, type InputFormat } from '../input/input-format.js';
import { rawFileArgument, type RawFlags } from '../raw-flags.js';

/** Flags of `h5tail raw write`. */
export interface WriteFlags extends RawFlags {
  readonly input: InputFormat;
  readonly ioVersion?: string;
  readonly batch?: number;
  /** In milliseconds. */
  readonly flushMs?: number;
  readonly ack: boolean;
  readonly sync: boolean;
}

function parseVersion(text: string): string {
  if (!/^\d{1,9}\.\d{1,9}$/.test(text)) throw new Error('give two numbers with a dot between, for example 0.0');
  return text;
}

function parseFlushMs(text: string): number {
  return /^inf(inity)?$/i.test(text) ? Infinity : parseMilliseconds(text);
}

const boolean = { kind: 'boolean', withNegated: false, default: false } as const;

export const writeCommand = buildCommand<WriteFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: {
      input: {
        kind: 'parsed',
        parse: parseInputFormat,
        default: 'ndjson',
        placeholder: 'ndjson|binary',
        brief: 'Format of stdin',
      },
      ioVersion: {
        kind: 'parsed',
        parse: parseVersion,
        optional: true,
        placeholder: 'V',
        brief: 'Version of the messages',
      },
      batch: {
        kind: 'parsed',
        parse: parsePositive,
        optional: true,
        placeholder: 'N',
        brief: 'Flush at so many messages',
      },
      flushMs: { kind: 'parsed', parse: parseFlushMs, optional: true, placeholder: 'T', brief: 'Flush after so long' },
      ack: { ...boolean, brief: 'Print what is durable' },
      sync: { ...boolean, brief: 'Wait for the disk at each flush' },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Append messages from stdin to a file',
    fullDescription: [
      'Appends messages from stdin to a raw file, which others can follow meanwhile; it',
      'is created where there is none. It is flushed at every 1024 messages (--batch)',
      'and when a message has waited for 250 ms (--flush-ms; inf for never). While a',
      'flush runs, stdin waits.',
      '',
      'Input:',
      '  ndjson  {"io_group": g, "message": "<hex>"}, a line per message',
      '  binary  per message u8 io_group, u32 LE length, and its bytes',
      '',
      '--ack prints {"durable": n} after each flush: so many messages of the file',
      'survive the death of this process, with --sync also that of the machine. To a',
      'reader that is behind only the newest is told.',
      '',
      'What is wrong with the input is an error with its line or byte; everything',
      'before it is written. Ctrl-C and SIGTERM write what was read, and close the',
      'file.',
      '',
      'Exit codes: 0 the input is over; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong',
      'usage.',
      '',
      'Examples:',
      '  h5tail raw write raw.h5 --io-version 0.0 < messages.ndjson',
      '  h5tail raw write raw.h5 --input binary --ack < messages.bin',
    ].join('\n'),
    customUsage: [
      [
        'FILE [--input ndjson|binary] [--io-version V] [--batch N]',
        '[--flush-ms T] [--ack] [--sync] [--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
