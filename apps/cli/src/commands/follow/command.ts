import { buildCommand } from '@stricli/core';
import { parseCount, parsePath, parseSeconds } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail follow`. */
export interface FollowFlags {
  readonly keys: readonly string[];
  readonly data: readonly string[];
  readonly finished?: string;
  /** In milliseconds. */
  readonly timeout: number;
  readonly from: number;
  readonly scanRank?: number;
  readonly backend?: BackendName;
  readonly values: boolean;
  readonly ignoreClose: boolean;
  readonly wait: boolean;
}

export const followCommand = buildCommand<FollowFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'HDF5 file, live or complete', parse: parsePath, placeholder: 'FILE' }],
    },
    flags: {
      keys: {
        kind: 'parsed',
        parse: parsePath,
        variadic: true,
        placeholder: 'PATH',
        brief: 'Keys: not 0 where a frame is ready',
      },
      data: {
        kind: 'parsed',
        parse: parsePath,
        variadic: true,
        placeholder: 'PATH',
        brief: 'Dataset to read frames from',
      },
      finished: {
        kind: 'parsed',
        parse: parsePath,
        optional: true,
        placeholder: 'PATH',
        brief: 'Flag: not 0 when the scan is over',
      },
      timeout: {
        kind: 'parsed',
        parse: parseSeconds,
        default: '10',
        placeholder: 'SECONDS',
        brief: 'End after so long without a frame',
      },
      from: { kind: 'parsed', parse: parseCount, default: '0', placeholder: 'N', brief: 'Index of the first frame' },
      scanRank: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        placeholder: 'N',
        brief: 'Number of scan axes',
      },
      backend: backendFlag,
      values: { kind: 'boolean', brief: 'Print the values too', withNegated: false, default: false },
      ignoreClose: {
        kind: 'boolean',
        brief: 'Wait on when the writer has closed',
        withNegated: false,
        default: false,
      },
      wait: {
        kind: 'boolean',
        brief: 'Wait for the file to appear',
        withNegated: false,
        default: false,
      },
    },
  },
  docs: {
    brief: 'Print a line of JSON for each frame as soon as it is there',
    fullDescription: [
      'Prints a line of JSON for each frame as soon as its key, and all keys before it,',
      'are set, until the scan is over.',
      '',
      '--keys and --data may be given several times. A frame is ready when its keys are',
      'set in all datasets of --keys.',
      '--timeout takes inf for no limit, and 0 to look once. It also limits --wait.',
      '--scan-rank is needed only where the last axis of the scan has a single point,',
      'as in a grid of one column.',
      '--ignore-close is for files that one writer closes and another one opens again.',
      '',
      'Exit codes: 0 finished, complete, or closed by the writer; 3 nothing new within',
      'the time-out; 130 Ctrl-C; 1 error; 2 wrong usage.',
      '',
      'Example:',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames \\',
      '                --finished /entry/finished',
    ].join('\n'),
    customUsage: [
      [
        'FILE --keys PATH [--keys PATH ...] --data PATH [--data PATH ...]',
        '[--finished PATH] [--timeout SECONDS] [--from N] [--scan-rank N]',
        '[--backend auto|wasm|native] [--values] [--ignore-close] [--wait]',
      ].join('\n      '),
    ],
  },
});
