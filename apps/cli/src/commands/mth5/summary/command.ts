import { buildCommand } from '@stricli/core';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { mth5FileArgument, type Mth5Flags } from '../mth5-flags.js';

/** Flags of `h5tail mth5 summary`. */
export interface SummaryFlags extends Mth5Flags {
  readonly runs: boolean;
  readonly json: boolean;
}

const boolean = { kind: 'boolean', withNegated: false, default: false } as const;

export const summaryCommand = buildCommand<SummaryFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      runs: { ...boolean, brief: 'A line per run, not per channel' },
      json: { ...boolean, brief: 'Lines of JSON, with all columns' },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Print the table of channels or runs',
    fullDescription: [
      'Prints the table of channels of a file as of now, also while it is recorded into',
      'and where a program that was killed, or one that does not keep the table up to',
      'date, has left it behind. A file without channels has no lines.',
      '',
      "--json prints a line of JSON per row, with MTH5's names of the columns, all of",
      'them and in its order; references are paths.',
      '',
      'Exit codes: 0 done; 3 its writer does not let it be read; 130 Ctrl-C; 1 error;',
      '2 wrong usage.',
      '',
      'Examples:',
      '  h5tail mth5 summary site.h5',
      '  h5tail mth5 summary site.h5 --runs --json',
    ].join('\n'),
    customUsage: ['FILE [--runs] [--json] [--backend auto|wasm|native]'],
  },
});
