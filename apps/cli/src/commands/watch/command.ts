import { buildCommand } from '@stricli/core';
import { parseMilliseconds, parsePath, parseSeconds } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail watch`. */
export interface WatchFlags {
  /** In milliseconds. */
  readonly timeout: number;
  /** In milliseconds. */
  readonly interval: number;
  readonly backend?: BackendName;
}

export const watchCommand = buildCommand<WatchFlags, [file: string, ...paths: string[]], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'array',
      parameter: { brief: 'HDF5 file, then the datasets to watch', parse: parsePath, placeholder: 'FILE PATH' },
      minimum: 2,
    },
    flags: {
      timeout: {
        kind: 'parsed',
        parse: parseSeconds,
        default: '10',
        placeholder: 'SECONDS',
        brief: 'End after so long without a change',
      },
      interval: {
        kind: 'parsed',
        parse: parseMilliseconds,
        default: '100',
        placeholder: 'MS',
        brief: 'Time between looks',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Print the shape of datasets each time it changes',
    fullDescription: [
      'Prints a line of JSON with the shape of each dataset, and another one each time',
      'a shape changes. Ends when the writer closes the file.',
      '',
      '--timeout takes inf for no limit. --interval counts only where changes of a file',
      'are not told, as on network file systems.',
      '',
      'Exit codes: 0 closed by the writer; 3 nothing new within the time-out;',
      '130 Ctrl-C; 1 error; 2 wrong usage.',
      '',
      'Example:',
      '  h5tail watch scan.h5 /entry/data/frames /entry/keys',
    ].join('\n'),
    customUsage: ['FILE PATH... [--timeout SECONDS] [--interval MS]\n      [--backend auto|wasm|native]'],
  },
});
