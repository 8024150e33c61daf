import { buildCommand } from '@stricli/core';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { rawFileArgument, type RawFlags } from '../raw-flags.js';

/** Flags of `h5tail raw info`. */
export interface InfoFlags extends RawFlags {
  readonly json: boolean;
}

export const infoCommand = buildCommand<InfoFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: {
      json: { kind: 'boolean', brief: 'Print one JSON document', withNegated: false, default: false },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Show what a file says of itself',
    fullDescription: [
      'Shows versions, times, the number of messages, the flavour of the format, and',
      'how the file stands with its writer; also of a file that is being written.',
      '',
      'Exit codes: 0 done; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail raw info raw.h5',
      '  h5tail raw info raw.h5 --json',
    ].join('\n'),
    customUsage: ['FILE [--json] [--backend auto|wasm|native]'],
  },
});
