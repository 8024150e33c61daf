import { buildCommand } from '@stricli/core';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { messageFormatFlag, type MessageFormat } from '../output/message-format.js';
import { endFlag, rawFileArgument, startFlag, type RawFlags } from '../raw-flags.js';
import type { SliceFlags } from '../reading/slice-bounds.js';

/** Flags of `h5tail raw cat`. */
export interface CatFlags extends RawFlags, SliceFlags {
  readonly format: MessageFormat;
}

export const catCommand = buildCommand<CatFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: { start: startFlag, end: endFlag, format: messageFormatFlag, backend: backendFlag },
  },
  docs: {
    brief: 'Print the messages of a file',
    fullDescription: [
      'Prints the messages that are in a file now, in order. --start and --end are',
      'those of a Python slice.',
      '',
      'Formats:',
      '  ndjson  {"index": n, "io_group": g, "message": "<hex>"}, a line per message',
      '  hex     the message in hexadecimal digits, a line per message',
      '  binary  per message u8 io_group, u32 LE length, and its bytes',
      '',
      'Exit codes: 0 done; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail raw cat raw.h5 --start -10',
      '  h5tail raw cat raw.h5 --format binary > messages.bin',
    ].join('\n'),
    customUsage: [
      ['FILE [--start N] [--end N] [--format ndjson|hex|binary]', '[--backend auto|wasm|native]'].join('\n      '),
    ],
  },
});
