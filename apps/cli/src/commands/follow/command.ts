import { buildCommand } from '@stricli/core';
import { oneOf, parsePath, parsePositive } from '../../argument-parsers.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';
import { parseInterleaved, parsePartition, type InterleavedFlag, type PartitionFlag } from '../../selection-parsers.js';
import {
  fillFramesFlag,
  finishedFlag,
  fromFlag,
  ignoreCloseFlag,
  keysFlag,
  optionalDataFlag,
  regionFlag,
  scanRankFlag,
  skipHolesFlag,
  timeoutFlag,
  valuesFlag,
  waitFlag,
  type ReadingFlags,
} from '../live/live-flags.js';
import { reductionNames, type ReductionName } from './results/reduction-names.js';

/** Flags of `h5tail follow`. */
export interface FollowFlags extends ReadingFlags {
  readonly keys: readonly string[];
  readonly data?: readonly string[];
  readonly interleaved?: readonly InterleavedFlag[];
  readonly every?: number;
  readonly partition?: PartitionFlag;
  readonly latest: boolean;
  readonly fillFrames: boolean;
  /** In milliseconds; `Infinity` at the end. */
  readonly skipHoles?: number;
  readonly scanRank?: number;
  readonly output?: string;
  readonly reduce?: ReductionName;
  readonly overwrite: boolean;
  readonly quiet: boolean;
  readonly values: boolean;
}

export const followCommand = buildCommand<FollowFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'HDF5 file, live or complete', parse: parsePath, placeholder: 'FILE' }],
    },
    flags: {
      keys: keysFlag,
      data: { ...optionalDataFlag, brief: 'Dataset to read frames from' },
      interleaved: {
        kind: 'parsed',
        parse: parseInterleaved,
        variadic: true,
        optional: true,
        placeholder: 'NAME=PATH,PATH',
        brief: 'Datasets that take turns',
      },
      finished: finishedFlag,
      timeout: { ...timeoutFlag, brief: 'End after so long without a frame' },
      from: { ...fromFlag, brief: 'Index of the first frame' },
      every: { kind: 'parsed', parse: parsePositive, optional: true, placeholder: 'N', brief: 'Every n-th frame' },
      partition: {
        kind: 'parsed',
        parse: parsePartition,
        optional: true,
        placeholder: 'I/N',
        brief: 'Share of one of n processes',
      },
      region: regionFlag,
      latest: {
        kind: 'boolean',
        brief: 'Only the newest frame',
        withNegated: false,
        default: false,
      },
      skipHoles: skipHolesFlag,
      fillFrames: fillFramesFlag,
      output: {
        kind: 'parsed',
        parse: parsePath,
        optional: true,
        placeholder: 'FILE',
        brief: 'Write reduced frames to FILE',
      },
      reduce: {
        kind: 'parsed',
        parse: (text: string) => oneOf(reductionNames, text),
        optional: true,
        placeholder: reductionNames.join('|'),
        brief: 'What --output gets; default sum',
      },
      overwrite: { kind: 'boolean', brief: 'Replace an existing output', withNegated: false, default: false },
      quiet: { kind: 'boolean', brief: 'Print no lines', withNegated: false, default: false },
      scanRank: scanRankFlag,
      backend: backendFlag,
      values: valuesFlag,
      ignoreClose: ignoreCloseFlag,
      wait: waitFlag,
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
      '--interleaved is for datasets that take turns to hold the frames of a stack.',
      '--timeout takes inf for no limit, and 0 to look once. It also limits --wait.',
      '--region has one entry per axis of a frame: START:STOP, START:STOP:STEP, an',
      'index or :, half open; for one dataset of several PATH=10:20,30:40.',
      '--partition 0/3, 1/3 and 2/3 in three processes share the frames among them.',
      '--latest prints only the newest frame if the reader is slower than the writer.',
      '--skip-holes passes over frames whose key does not come, after so many seconds',
      'without a new one, or with end only before it would end.',
      '--fill-frames prints frames of a virtual dataset that hold only fill values,',
      'which else are waited for while a source file cannot be read.',
      '--output writes sum, mean, max or min of each frame, or with roi-sum the sum of',
      'the --region, to a live file that can be followed. --quiet prints no lines then.',
      '--scan-rank is needed only where the last axis of the scan has a single point,',
      'as in a grid of one column.',
      '--ignore-close is for files that one writer closes and another one opens again.',
      '',
      'Exit codes: 0 finished, complete, or closed by the writer; 3 nothing new within',
      'the time-out; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage. What was passed',
      'over does not change them: the last line on stderr lists it.',
      '',
      'Examples:',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames \\',
      '                --finished /entry/finished',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames \\',
      '                --region 100:200,300:400 --latest',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames \\',
      '                --output sums.h5 --reduce sum --quiet',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames \\',
      '                --every 2 --partition 0/3 --skip-holes 5',
      '  h5tail follow scan.h5 --keys /entry/keys \\',
      '                --interleaved frames=/entry/first,/entry/second',
    ].join('\n'),
    customUsage: [
      [
        'FILE --keys PATH [--keys PATH ...] --data PATH [--data PATH ...]',
        '[--interleaved NAME=PATH,PATH[,...]] [--finished PATH] [--timeout SECONDS]',
        '[--from N] [--every N] [--partition I/N] [--region [PATH=]SPEC] [--latest]',
        '[--skip-holes SECONDS|end] [--fill-frames] [--scan-rank N]',
        '[--backend auto|wasm|native]',
        '[--output FILE] [--reduce sum|mean|max|min|roi-sum] [--overwrite]',
        '[--quiet] [--values] [--ignore-close] [--wait]',
      ].join('\n      '),
    ],
  },
});
