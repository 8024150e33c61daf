import { buildCommand } from '@stricli/core';
import { parsePath, parsePositive } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { rawFileArgument, type RawFlags } from '../raw-flags.js';

/** Flags of `h5tail raw split`. */
export interface SplitFlags extends RawFlags {
  readonly maxBytes?: number;
  readonly maxMessages?: number;
  readonly outputDir?: string;
}

const positive = { kind: 'parsed', parse: parsePositive, optional: true, placeholder: 'N' } as const;

export const splitCommand = buildCommand<SplitFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: {
      maxBytes: { ...positive, brief: 'Largest size of a part' },
      maxMessages: { ...positive, brief: 'Most messages of a part' },
      outputDir: {
        kind: 'parsed',
        parse: parsePath,
        optional: true,
        placeholder: 'DIR',
        brief: 'Where the parts go',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Cut a file into several',
    fullDescription: [
      'Puts the messages of a raw file into parts: raw.0.h5, raw.1.h5, ... of raw.h5,',
      'beside it or in --output-dir. No part has more bytes than --max-bytes (16384 or',
      'more), unless for a single message, or more messages than --max-messages.',
      'Versions and created are those of the file, modified is now. Prints a line of',
      'JSON for each part.',
      '',
      'All or nothing: where one such part is there already, or anything fails, none is',
      'written.',
      '',
      'Exit codes: 0 done; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail raw split raw.h5 --max-bytes 100000000',
      '  h5tail raw split raw.h5 --max-messages 1000000 --output-dir parts',
    ].join('\n'),
    customUsage: [
      ['FILE --max-bytes N|--max-messages N [--output-dir DIR]', '[--backend auto|wasm|native]'].join('\n      '),
    ],
  },
});
