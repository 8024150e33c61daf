import { buildCommand } from '@stricli/core';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { rawFileArgument, type RawFlags } from '../raw-flags.js';

export const lenCommand = buildCommand<RawFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: { positional: rawFileArgument, flags: { backend: backendFlag } },
  docs: {
    brief: 'Print the number of messages in a file',
    fullDescription: [
      'Prints how many whole messages there are in a file, also while it is written.',
      '',
      'Exit codes: 0 done; 1 error; 2 wrong usage.',
      '',
      'Example:',
      '  h5tail raw len raw.h5',
    ].join('\n'),
    customUsage: ['FILE [--backend auto|wasm|native]'],
  },
});
