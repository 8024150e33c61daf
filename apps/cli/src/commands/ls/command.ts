import { buildCommand } from '@stricli/core';
import { parseCount, parsePath } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail ls`. */
export interface LsFlags {
  readonly json: boolean;
  readonly depth?: number;
  readonly backend?: BackendName;
}

export const lsCommand = buildCommand<LsFlags, [file: string, path?: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { brief: 'HDF5 file, live or complete', parse: parsePath, placeholder: 'FILE' },
        { brief: 'Group or dataset to begin at', parse: parsePath, placeholder: 'PATH', optional: true },
      ],
    },
    flags: {
      json: { kind: 'boolean', brief: 'Print one JSON document', withNegated: false, default: false },
      depth: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        placeholder: 'N',
        brief: 'Show only so many levels',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Show the tree of a file',
    fullDescription: [
      'Shows the tree of a file, also of one that is being written: datasets with type,',
      'shape, chunks and filters, attributes and links.',
      '',
      'Examples:',
      '  h5tail ls scan.h5',
      '  h5tail ls scan.h5 /entry/data --json',
    ].join('\n'),
    customUsage: ['FILE [PATH] [--json] [--depth N] [--backend auto|wasm|native]'],
  },
});
