import { buildCommand } from '@stricli/core';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { rawFileArgument, type RawFlags } from '../raw-flags.js';

/** Flags of `h5tail raw repair`. */
export interface RepairFlags extends RawFlags {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly writerGone: boolean;
}

export const repairCommand = buildCommand<RepairFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: {
      dryRun: { kind: 'boolean', brief: 'Say what would be done, change nothing', withNegated: false, default: false },
      json: { kind: 'boolean', brief: 'Print one JSON document', withNegated: false, default: false },
      writerGone: { kind: 'boolean', brief: 'Its writer is known to be gone', withNegated: false, default: false },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Mend a file whose writer was killed',
    fullDescription: [
      "Mends a raw file whose writer was killed: clears the writer's flags, cuts",
      'messages without header and headers without message, and reads all that is',
      'left to be sure. What a writer reported durable stays. A file that is whole is',
      'not changed.',
      '',
      'Refuses while a program has the file open for writing. Where that cannot be',
      'found out, on network file systems, --writer-gone has to say that none has.',
      '',
      'Exit codes: 0 repaired, or nothing to repair; 130 Ctrl-C; 143 SIGTERM;',
      '1 refused or error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail raw repair raw.h5',
      '  h5tail raw repair raw.h5 --dry-run --json',
    ].join('\n'),
    customUsage: ['FILE [--dry-run] [--json] [--writer-gone] [--backend auto|wasm|native]'],
  },
});
