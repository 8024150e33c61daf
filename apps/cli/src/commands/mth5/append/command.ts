import { buildCommand } from '@stricli/core';
import type { GapFill } from '@h5tail/mth5';
import { oneOf, parsePositive, parseSeconds } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import {
  channelsFlag,
  mth5FileArgument,
  runFlag,
  stationFlag,
  surveyFlag,
  timeFlag,
  type Mth5Flags,
  type RunFlags,
} from '../mth5-flags.js';

const inputs = ['ndjson', 'raw'] as const;
const fills = ['error', 'nan', 'mean', 'median', 'new-run'] as const;

/** Flags of `h5tail mth5 append`. */
export interface AppendFlags extends Mth5Flags, RunFlags {
  readonly channels?: readonly string[];
  readonly input: (typeof inputs)[number];
  readonly start?: string;
  readonly flushSamples?: number;
  /** In milliseconds. */
  readonly flushSeconds?: number;
  readonly gaps: GapFill;
  /** In milliseconds. */
  readonly maxGap?: number;
  readonly ack: boolean;
}

function parseGaps(text: string): GapFill {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  const fill = fills.find((candidate) => candidate === text);
  if (fill === undefined) throw new Error(`give one of (${fills.join('|')}) or a number`);
  return fill;
}

export const appendCommand = buildCommand<AppendFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      survey: surveyFlag,
      station: stationFlag,
      run: runFlag,
      channels: { ...channelsFlag, optional: true, brief: 'Channels; default all of the run' },
      input: {
        kind: 'parsed',
        parse: (text: string) => oneOf(inputs, text),
        default: 'ndjson',
        placeholder: inputs.join('|'),
        brief: 'Format of stdin',
      },
      start: { ...timeFlag, brief: 'Time of the first sample' },
      flushSamples: {
        kind: 'parsed',
        parse: parsePositive,
        optional: true,
        placeholder: 'N',
        brief: 'Flush at so many samples',
      },
      flushSeconds: {
        kind: 'parsed',
        parse: parseSeconds,
        optional: true,
        placeholder: 'S',
        brief: 'Flush after so long',
      },
      gaps: {
        kind: 'parsed',
        parse: parseGaps,
        default: 'error',
        placeholder: 'HOW',
        brief: 'What fills gaps in time',
      },
      maxGap: {
        kind: 'parsed',
        parse: parseSeconds,
        optional: true,
        placeholder: 'S',
        brief: 'Longest gap that is filled',
      },
      ack: { kind: 'boolean', withNegated: false, default: false, brief: 'Print what is durable' },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Append samples from stdin to a run',
    fullDescription: [
      'Appends samples from stdin to the channels of a run, which others can read',
      'meanwhile, and which h5tail mth5 add can give more stations, runs and channels.',
      'It is flushed at every 8192 samples of a channel (--flush-samples) and when a',
      'sample has waited for 1 s (--flush-seconds; inf for never). While a flush runs,',
      'stdin waits.',
      '',
      'Input:',
      '  ndjson  {"ex": [...], "ey": [...]}, a line per block, as many samples of each',
      '          channel; "start": "2026-03-01T12:00:00" tells the time of the first',
      '  raw     one sample of each channel, in the order of --channels or of the run,',
      '          little-endian as the channel stores it, and so on',
      '',
      'Samples follow on from those that are there. Where a start says that some are',
      'missing, --gaps fills them with nan, mean, median or a number, or begins a',
      'new-run; else it is an error. At most an hour is filled (--max-gap).',
      '',
      '--ack prints {"durable": n} after each flush: so many samples of each channel of',
      'the run survive the death of this process. A run that a gap began is named with',
      'it. To a reader that is behind only the newest is told. Without --ack a line',
      'tells at the end how many were appended.',
      '',
      'What is wrong with the input is an error with its line or byte; everything',
      'before it is written. Ctrl-C and SIGTERM write what was read, and close the',
      'file.',
      '',
      'Exit codes: 0 the input is over; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong',
      'usage.',
      '',
      'Examples:',
      '  h5tail mth5 append site.h5 --station mt01 --run a --ack < blocks.ndjson',
      '  h5tail mth5 append site.h5 --station mt01 --run a --input raw \\',
      '      --channels ex,ey,hx,hy,hz --start 2026-03-01T12:00:00 < samples.bin',
    ].join('\n'),
    customUsage: [
      [
        'FILE --station ID --run ID [--survey ID] [--channels NAMES]',
        '[--input ndjson|raw] [--start TIME] [--flush-samples N]',
        '[--flush-seconds S] [--gaps error|nan|mean|median|new-run|NUMBER]',
        '[--max-gap S] [--ack] [--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
