import { buildCommand } from '@stricli/core';
import { oneOf } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import {
  channelsFlag,
  chunkFlag,
  compressionFlag,
  dtypeFlag,
  mth5FileArgument,
  runFlag,
  sampleRateFlag,
  stationFlag,
  surveyFlag,
  timeFlag,
  type Mth5Flags,
  type RunFlags,
  type SampleDtypeName,
} from '../mth5-flags.js';

/** What a magnetotelluric station records. */
export const usualChannels = ['ex', 'ey', 'hx', 'hy', 'hz'] as const;

const versions = ['0.2.0', '0.1.0'] as const;

/** Flags of `h5tail mth5 init`. */
export interface InitFlags extends Mth5Flags, RunFlags {
  readonly version: (typeof versions)[number];
  /** Default: {@link usualChannels}. */
  readonly channels?: readonly string[];
  /** Samples per second. */
  readonly sampleRate: number;
  readonly dtype: SampleDtypeName;
  readonly units?: string;
  readonly start?: string;
  readonly chunk?: number;
  readonly compression?: number;
}

export const initCommand = buildCommand<InitFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      version: {
        kind: 'parsed',
        parse: (text: string) => oneOf(versions, text),
        default: '0.2.0',
        placeholder: versions.join('|'),
        brief: 'Version of the layout',
      },
      survey: surveyFlag,
      station: stationFlag,
      run: runFlag,
      channels: { ...channelsFlag, optional: true, brief: 'Names, else ex,ey,hx,hy,hz' },
      sampleRate: sampleRateFlag,
      dtype: dtypeFlag,
      units: { kind: 'parsed', parse: String, optional: true, placeholder: 'NAME', brief: 'Units of the samples' },
      start: { ...timeFlag, brief: 'Time of the first sample' },
      chunk: chunkFlag,
      compression: compressionFlag,
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Create a file with a run and its channels',
    fullDescription: [
      'Creates an MTH5 file with a survey, a station, a run and its channels, ready to',
      'be recorded into. Prints a line of JSON with what it made. A file that is there',
      'already is not touched.',
      '',
      'A channel e... is electric, h..., b... and r... magnetic, any other auxiliary.',
      'Without --start the time of the first sample is told when samples come.',
      'Compressed channels are written by whole chunks, so others see them later.',
      '',
      'Exit codes: 0 done; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail mth5 init site.h5 --station mt01 --run a --sample-rate 100',
      '  h5tail mth5 init old.h5 --version 0.1.0 --survey demo --station mt01 \\',
      '      --run a --channels ex,ey --sample-rate 8 --start 2026-03-01T12:00:00',
    ].join('\n'),
    customUsage: [
      [
        'FILE --station ID --run ID --sample-rate HZ',
        '[--channels NAMES] [--survey ID] [--version 0.2.0|0.1.0]',
        '[--dtype i4|f4|f8]',
        '[--units NAME] [--start TIME] [--chunk N] [--compression LEVEL]',
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
