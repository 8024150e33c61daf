import { buildCommand } from '@stricli/core';
import { parsePath, parsePositive } from '../../argument-parsers.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';
import {
  finishedFlag,
  fromFlag,
  ignoreCloseFlag,
  keysFlag,
  optionalDataFlag,
  regionFlag,
  scanRankFlag,
  skipHolesFlag,
  timeoutFlag,
  waitFlag,
  type ReadingFlags,
} from '../live/live-flags.js';

/** Flags of `h5tail rows`. */
export interface RowsFlags extends ReadingFlags {
  readonly keys: readonly string[];
  readonly data?: readonly string[];
  readonly rowSize?: number;
  readonly scanRank?: number;
  /** In milliseconds; `Infinity` at the end. */
  readonly skipHoles?: number;
}

export const rowsCommand = buildCommand<RowsFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'HDF5 file, live or complete', parse: parsePath, placeholder: 'FILE' }],
    },
    flags: {
      keys: keysFlag,
      data: { ...optionalDataFlag, brief: 'Dataset to sum up row by row' },
      finished: finishedFlag,
      timeout: { ...timeoutFlag, brief: 'End after so long without a row' },
      from: { ...fromFlag, brief: 'Number of the first row' },
      rowSize: {
        kind: 'parsed',
        parse: parsePositive,
        optional: true,
        placeholder: 'N',
        brief: 'Points per row; else those of the grid',
      },
      region: regionFlag,
      skipHoles: skipHolesFlag,
      scanRank: scanRankFlag,
      backend: backendFlag,
      ignoreClose: ignoreCloseFlag,
      wait: waitFlag,
    },
  },
  docs: {
    brief: 'Print a line of JSON for each row of a grid as soon as it is full',
    fullDescription: [
      'Prints a line of JSON for each row of a grid as soon as all its points have',
      'keys: its number, its points, its position along the slow axes. With --data also',
      'sum, mean, min and max of the row and of each of its frames.',
      '',
      '--from counts rows. --row-size is needed where the scan is no grid.',
      '--timeout takes inf for no limit, and 0 to look once. It also limits --wait.',
      '--region takes part of each frame: see h5tail follow --help.',
      '--skip-holes passes over points whose key does not come, after so many seconds',
      'without a new one, or with end only before it would end; the line lists them.',
      '',
      'Exit codes: 0 finished, complete, or closed by the writer; 3 nothing new within',
      'the time-out; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail rows scan.h5 --keys /entry/keys',
      '  h5tail rows scan.h5 --keys /entry/keys --data /entry/data/frames',
    ].join('\n'),
    customUsage: [
      [
        'FILE --keys PATH [--keys PATH ...] [--data PATH ...]',
        '[--finished PATH] [--timeout SECONDS] [--from N] [--row-size N]',
        '[--region [PATH=]SPEC] [--skip-holes SECONDS|end] [--scan-rank N]',
        '[--backend auto|wasm|native] [--ignore-close] [--wait]',
      ].join('\n      '),
    ],
  },
});
