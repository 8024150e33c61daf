import { buildCommand } from '@stricli/core';
import { parsePath } from '../../argument-parsers.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail doctor`. */
export interface DoctorFlags {
  readonly json: boolean;
}

export const doctorCommand = buildCommand<DoctorFlags, [path?: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'Where files are to be followed',
          parse: parsePath,
          placeholder: 'PATH',
          optional: true,
        },
      ],
    },
    flags: { json: { kind: 'boolean', brief: 'Print one JSON document', withNegated: false, default: false } },
  },
  docs: {
    brief: 'Check what works on this machine',
    fullDescription: [
      'Checks Node, the HDF5 backends with their filters and which of them auto takes,',
      'and whether file changes are told at a path.',
      'Exit code 0 if a backend works.',
      '',
      'Example:',
      '  h5tail doctor /data/beamline',
    ].join('\n'),
    customUsage: ['[PATH] [--json]'],
  },
});
