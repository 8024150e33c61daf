import { buildCommand } from '@stricli/core';
import { parsePath } from '../../argument-parsers.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail recover`. */
export interface RecoverFlags {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly copy?: string;
  readonly writerGone: boolean;
}

export const recoverCommand = buildCommand<RecoverFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'HDF5 file whose writer was killed', parse: parsePath, placeholder: 'FILE' }],
    },
    flags: {
      dryRun: {
        kind: 'boolean',
        brief: 'Say what would be done, change nothing',
        withNegated: false,
        default: false,
      },
      json: { kind: 'boolean', brief: 'Print one JSON document', withNegated: false, default: false },
      copy: {
        kind: 'parsed',
        parse: parsePath,
        optional: true,
        placeholder: 'OUT',
        brief: 'Recover into a new file',
      },
      writerGone: {
        kind: 'boolean',
        brief: 'Its writer is known to be gone',
        withNegated: false,
        default: false,
      },
    },
  },
  docs: {
    brief: 'Mend a file whose writer was killed',
    fullDescription: [
      'Mends a file whose writer was killed, so that every program can open it again:',
      "clears the writer's flags and sets the end of the file where it is, or where",
      'the last dataset in it ends. What was flushed stays, the file never becomes',
      'smaller, and the bytes that were replaced are printed. Needs no HDF5.',
      '',
      'Refuses while a program has the file open for writing. Where another user may',
      'have, the file is watched for 3 seconds; on network file systems --writer-gone',
      'has to say that none has. --copy makes no file where there is nothing to',
      'recover.',
      '',
      'Exit codes: 0 recovered, or nothing to recover; 130 Ctrl-C; 143 SIGTERM;',
      '1 refused or error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail recover scan.h5',
      '  h5tail recover scan.h5 --dry-run --json',
      '  h5tail recover scan.h5 --copy mended.h5',
    ].join('\n'),
    customUsage: ['FILE [--dry-run] [--json] [--copy OUT] [--writer-gone]'],
  },
});
