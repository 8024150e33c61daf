import { buildCommand } from '@stricli/core';
import { oneOf, parseCount, parseMilliseconds, parseSeconds } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import {
  mth5FileArgument,
  runFlag,
  sampleRateFlag,
  stationFlag,
  surveyFlag,
  timeFlag,
  type Mth5Flags,
  type RunFlags,
} from '../mth5-flags.js';

const speeds = ['real', 'full'] as const;

/** Flags of `h5tail mth5 simulate`. */
export interface SimulateFlags extends Mth5Flags, RunFlags {
  /** Samples per second. */
  readonly sampleRate: number;
  /** In milliseconds; without it until a signal comes. */
  readonly seconds?: number;
  readonly start?: string;
  readonly speed: (typeof speeds)[number];
  readonly seed: number;
  /** In milliseconds. */
  readonly flushMs: number;
  readonly ack: boolean;
}

export const simulateCommand = buildCommand<SimulateFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      sampleRate: { ...sampleRateFlag, default: '100' },
      seconds: {
        kind: 'parsed',
        parse: parseSeconds,
        optional: true,
        placeholder: 'S',
        brief: 'So much is recorded; else until Ctrl-C',
      },
      survey: surveyFlag,
      station: { ...stationFlag, default: 'sim01' },
      run: { ...runFlag, default: 'a' },
      start: { ...timeFlag, brief: 'Time of the first sample; else now' },
      speed: {
        kind: 'parsed',
        parse: (text: string) => oneOf(speeds, text),
        default: 'real',
        placeholder: speeds.join('|'),
        brief: 'As fast as the clock, or as it can',
      },
      seed: { kind: 'parsed', parse: parseCount, default: '1', placeholder: 'N', brief: 'Another one, other samples' },
      flushMs: {
        kind: 'parsed',
        parse: parseMilliseconds,
        default: '250',
        placeholder: 'T',
        brief: 'Flush after so long',
      },
      ack: { kind: 'boolean', withNegated: false, default: false, brief: 'Print what is durable' },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Record made-up fields as a station would',
    fullDescription: [
      'Records five channels (ex, ey, hx, hy, hz) as a magnetotelluric station would,',
      'while others read the file. It is created where there is none; in one that is',
      'there the run is continued, or where time has passed another one is begun.',
      '',
      'The samples depend only on --seed and their number, counted from where this',
      'recording begins. --ack prints {"durable": n} when so many samples of each',
      'channel survive the death of this process.',
      '',
      'Exit codes: 0 all is recorded; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail mth5 simulate site.h5',
      '  h5tail mth5 simulate site.h5 --sample-rate 1000 --seconds 60 --station mt01',
    ].join('\n'),
    customUsage: [
      [
        'FILE [--sample-rate HZ] [--seconds S] [--survey ID]',
        '[--station ID] [--run ID] [--start TIME]',
        '[--speed real|full] [--seed N] [--flush-ms T] [--ack]',
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
