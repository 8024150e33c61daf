import { buildCommand } from '@stricli/core';
import { parsePath } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { mth5FileArgument, type Mth5Flags } from '../mth5-flags.js';

/** Flags of `h5tail mth5 recover`. */
export interface RecoverFlags extends Mth5Flags {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly writerGone: boolean;
  readonly copyTo?: string;
}

const boolean = { kind: 'boolean', withNegated: false, default: false } as const;

export const recoverCommand = buildCommand<RecoverFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      dryRun: { ...boolean, brief: 'Say what would be done, change nothing' },
      json: { ...boolean, brief: 'Print one JSON document' },
      writerGone: { ...boolean, brief: 'Its writer is known to be gone' },
      copyTo: {
        kind: 'parsed',
        parse: parsePath,
        optional: true,
        placeholder: 'OUT',
        brief: 'Recover into a new file',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Mend a file whose recorder was killed',
    fullDescription: [
      'Mends an MTH5 file whose recorder was killed, so that MTH5 and every other',
      'program can open it again: undoes a change of the structure that was under way,',
      "clears the writer's flags, cuts samples that nobody was told of, and brings the",
      'table of channels and the attributes up to date. What was reported durable',
      'stays. A file that is right is not changed.',
      '',
      'Also brings the table up to date where another program has let it fall behind.',
      '',
      'Refuses while a program has the file open for writing. Where that cannot be',
      'found out, on network file systems, --writer-gone has to say that none has.',
      '--copy-to makes no file where there is nothing to recover.',
      '',
      'Exit codes: 0 recovered, or nothing to recover; 130 Ctrl-C; 143 SIGTERM;',
      '1 refused or error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail mth5 recover site.h5',
      '  h5tail mth5 recover site.h5 --dry-run --json',
      '  h5tail mth5 recover site.h5 --copy-to mended.h5',
    ].join('\n'),
    customUsage: ['FILE [--dry-run] [--json] [--copy-to OUT] [--writer-gone]\n      [--backend auto|wasm|native]'],
  },
});
