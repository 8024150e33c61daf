import { buildCommand } from '@stricli/core';
import { parsePath } from '../../argument-parsers.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail status`. */
export interface StatusFlags {
  readonly json: boolean;
}

export const statusCommand = buildCommand<StatusFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'HDF5 file', parse: parsePath, placeholder: 'FILE' }],
    },
    flags: { json: { kind: 'boolean', brief: 'Print one JSON document', withNegated: false, default: false } },
  },
  docs: {
    brief: 'Say whether a file is being written, closed, or left by its writer',
    fullDescription: [
      'Says how a file stands with its writer, without HDF5 and without disturbing it:',
      '',
      '  live            a program writes it',
      '  opened          a writer has it open and has not begun SWMR mode',
      '  closed          its writer closed it',
      '  writer gone     its writer was killed: h5tail recover FILE mends it (raw',
      '                  message files: h5tail raw repair FILE; MTH5 files: h5tail',
      '                  mth5 recover FILE)',
      '  writer unknown  it says that it is being written; whether that is so cannot',
      '                  be found out here',
      '  not SWMR        a format that says nothing of writers',
      '  truncated       a part of the file is missing',
      '',
      'Where other machines or users may write it, it is watched for 3 seconds.',
      '',
      'Exit codes: 0 for an answer, whichever; 130 Ctrl-C; 143 SIGTERM; 1 error;',
      '2 wrong usage.',
      '',
      'Examples:',
      '  h5tail status scan.h5',
      '  h5tail status scan.h5 --json',
    ].join('\n'),
    customUsage: ['FILE [--json]'],
  },
});
