import { buildCommand } from '@stricli/core';
import { parsePath } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import type { RawFlags } from '../raw-flags.js';

export const mergeCommand = buildCommand<RawFlags, [output: string, ...inputs: string[]], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'array',
      parameter: { brief: 'New file, then the files to merge in order', parse: parsePath, placeholder: 'OUTPUT INPUT' },
      minimum: 2,
    },
    flags: { backend: backendFlag },
  },
  docs: {
    brief: 'Put the messages of several files into a new one',
    fullDescription: [
      'Puts the messages of several raw files, one file after the other, into a new',
      'one. version and io_version have to be the same in all of them, which is looked',
      'at first. In the new file created is that of the oldest, and modified is now.',
      '',
      'All or nothing: OUTPUT must not be there, and is there only when it is whole.',
      '',
      'Exit codes: 0 done; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Example:',
      '  h5tail raw merge run.h5 run.0.h5 run.1.h5',
    ].join('\n'),
    customUsage: ['OUTPUT INPUT... [--backend auto|wasm|native]'],
  },
});
