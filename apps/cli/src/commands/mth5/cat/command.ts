import { buildCommand } from '@stricli/core';
import { parseInteger, parsePath, parsePositive } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { timeoutFlag } from '../../live/live-flags.js';
import { timeFlag, type Mth5Flags } from '../mth5-flags.js';

/** Flags of `h5tail mth5 cat`. */
export interface CatFlags extends Mth5Flags {
  readonly from?: number;
  readonly to?: number;
  readonly start?: string;
  readonly end?: string;
  readonly follow: boolean;
  /** In milliseconds. */
  readonly timeout: number;
  /** Samples of a line, at most. */
  readonly block: number;
}

const integer = { kind: 'parsed', parse: parseInteger, optional: true, placeholder: 'N' } as const;

export const catCommand = buildCommand<CatFlags, [file: string, path: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        { brief: 'MTH5 file', parse: parsePath, placeholder: 'FILE' },
        { brief: 'Channel or run', parse: parsePath, placeholder: 'PATH' },
      ],
    },
    flags: {
      from: { ...integer, brief: 'First sample; -N: from the end' },
      to: { ...integer, brief: 'Sample behind the last one' },
      start: { ...timeFlag, brief: 'Time of the first sample' },
      end: { ...timeFlag, brief: 'Time of the last sample' },
      follow: { kind: 'boolean', withNegated: false, default: false, brief: 'Go on while it is recorded' },
      timeout: { ...timeoutFlag, brief: 'End after so long without a sample' },
      block: {
        kind: 'parsed',
        parse: parsePositive,
        default: '1024',
        placeholder: 'N',
        brief: 'Samples of a line, at most',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Print the samples of a channel or run',
    fullDescription: [
      'Prints the samples of a channel as lines of JSON, of a run those of all its',
      'channels, aligned by time. start is the number of the first sample.',
      '',
      '  {"start": 0, "samples": [17, -4, ...]}',
      '  {"start": 0, "channels": {"ex": [17, -4, ...], "ey": [...]}}',
      '',
      'PATH is survey/station/run/channel or survey/station/run, or the path inside the',
      'file. What JSON has no number for is "NaN", "Infinity" or "-Infinity".',
      '',
      '--follow goes on until the session or the writer has ended, or --to or --end is',
      'reached. --timeout counts with --follow only, and takes inf for no limit.',
      '',
      'Exit codes: 0 done, or the session has ended; 3 nothing new within the time-out;',
      '130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail mth5 cat site.h5 default_survey/mt01/a/ex --from -100',
      '  h5tail mth5 cat site.h5 default_survey/mt01/a --follow --timeout inf',
    ].join('\n'),
    customUsage: [
      [
        'FILE PATH [--from N] [--to N] [--start TIME] [--end TIME]',
        '[--follow] [--timeout SECONDS] [--block N]',
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
