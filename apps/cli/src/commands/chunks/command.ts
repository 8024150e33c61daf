import { buildCommand } from '@stricli/core';
import { parsePath, parsePositive } from '../../argument-parsers.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';
import {
  dataFlag,
  finishedFlag,
  fromFlag,
  ignoreCloseFlag,
  regionFlag,
  timeoutFlag,
  valuesFlag,
  waitFlag,
  type ReadingFlags,
} from '../live/live-flags.js';

/** Flags of `h5tail chunks`. */
export interface ChunksFlags extends ReadingFlags {
  readonly data: readonly string[];
  readonly keys?: readonly string[];
  readonly window?: number;
  readonly values: boolean;
}

export const chunksCommand = buildCommand<ChunksFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'HDF5 file, live or complete', parse: parsePath, placeholder: 'FILE' }],
    },
    flags: {
      data: { ...dataFlag, brief: 'Dataset to follow chunk by chunk' },
      keys: {
        kind: 'parsed',
        parse: parsePath,
        variadic: true,
        optional: true,
        placeholder: 'PATH',
        brief: 'Keys to wait for too',
      },
      finished: finishedFlag,
      timeout: { ...timeoutFlag, brief: 'End after so long without a chunk' },
      from: { ...fromFlag, brief: 'First element of the first axis' },
      window: {
        kind: 'parsed',
        parse: parsePositive,
        optional: true,
        placeholder: 'N',
        brief: 'Elements per line, else the chunk',
      },
      region: regionFlag,
      backend: backendFlag,
      values: valuesFlag,
      ignoreClose: ignoreCloseFlag,
      wait: waitFlag,
    },
  },
  docs: {
    brief: 'Print a line of JSON for each chunk of datasets without keys',
    fullDescription: [
      'Follows datasets along their first axis: prints a line of JSON for each chunk as',
      'soon as it is stored and the extents cover it. For detectors that write several',
      'frames per chunk and no keys. Where the chunks of several datasets differ in',
      'length, a line is for as many elements as whole chunks of each of them have.',
      '',
      '--keys makes a chunk wait until its keys are set, all of them.',
      '--from and --window count elements of the first axis.',
      '--timeout takes inf for no limit, and 0 to look once. It also limits --wait.',
      '--region takes part of each frame: see h5tail follow --help.',
      '',
      'Exit codes: 0 finished, complete, or closed by the writer; 3 nothing new within',
      'the time-out; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail chunks scan.h5 --data /entry/data/frames',
      '  h5tail chunks scan.h5 --data /entry/data/frames --region 0:64,0:64',
    ].join('\n'),
    customUsage: [
      [
        'FILE --data PATH [--data PATH ...] [--keys PATH ...]',
        '[--finished PATH] [--timeout SECONDS] [--from N] [--window N]',
        '[--region [PATH=]SPEC] [--backend auto|wasm|native] [--values]',
        '[--ignore-close] [--wait]',
      ].join('\n      '),
    ],
  },
});
