import { buildCommand, buildRouteMap } from '@stricli/core';
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
} from '../mth5-flags.js';
import type { AddChannelFlags, AddRunFlags, AddStationFlags, AddSurveyFlags } from './flags.js';

type Arguments = [file: string];

const types = ['electric', 'magnetic', 'auxiliary'] as const;

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error('give a number');
  return value;
}

const number = { kind: 'parsed', parse: parseNumber, optional: true, placeholder: 'X' } as const;

const storageFlags = {
  dtype: dtypeFlag,
  units: { kind: 'parsed', parse: String, optional: true, placeholder: 'NAME', brief: 'Units of the samples' },
  start: { ...timeFlag, brief: 'Time of the first sample' },
  chunk: chunkFlag,
  compression: compressionFlag,
} as const;

const storageUsage = '[--dtype i4|f4|f8] [--units NAME] [--start TIME]\n      [--chunk N] [--compression LEVEL]';

/** What all of them do. */
const how = [
  'Goes through the session that has the file open, where there is one; its',
  'recording and its readers go on. Else opens the file. Prints a line of JSON:',
  'what was added, or that it existed, and who did it.',
];
const codes = 'Exit codes: 0 done, also where it existed; 1 error; 2 wrong usage.';

const surveyCommand = buildCommand<AddSurveyFlags, Arguments, CliContext>({
  loader: async () => commandAction((await import('./run.js')).addSurvey),
  parameters: {
    positional: mth5FileArgument,
    flags: { survey: { ...surveyFlag, optional: false, brief: 'Survey' }, backend: backendFlag },
  },
  docs: {
    brief: 'Add a survey, also during a session',
    fullDescription: [
      'Adds a survey. A file of version 0.1.0 has one, which is always there.',
      '',
      ...how,
      '',
      codes,
      '',
      'Examples:',
      '  h5tail mth5 add survey site.h5 --survey north',
    ].join('\n'),
    customUsage: ['FILE --survey ID [--backend auto|wasm|native]'],
  },
});

const stationCommand = buildCommand<AddStationFlags, Arguments, CliContext>({
  loader: async () => commandAction((await import('./run.js')).addStation),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      survey: surveyFlag,
      station: stationFlag,
      latitude: { ...number, brief: 'Degrees, north is positive' },
      longitude: { ...number, brief: 'Degrees, east is positive' },
      elevation: { ...number, brief: 'Metres' },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Add a station, also during a session',
    fullDescription: [
      'Adds a station to a survey that is there.',
      '',
      ...how,
      '',
      codes,
      '',
      'Examples:',
      '  h5tail mth5 add station site.h5 --station mt02 \\',
      '      --latitude 47.3 --longitude 8.6 --elevation 410',
    ].join('\n'),
    customUsage: [
      [
        'FILE --station ID [--survey ID] [--latitude X]',
        '[--longitude X] [--elevation X] [--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});

const runCommand = buildCommand<AddRunFlags, Arguments, CliContext>({
  loader: async () => commandAction((await import('./run.js')).addRun),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      survey: surveyFlag,
      station: stationFlag,
      run: runFlag,
      channels: { ...channelsFlag, optional: true },
      sampleRate: { ...sampleRateFlag, optional: true },
      ...storageFlags,
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Add a run with channels, also during a session',
    fullDescription: [
      'Adds a run to a station that is there, with channels. Where the run is there',
      'already, channels that it lacks are added.',
      '',
      ...how,
      '',
      codes,
      '',
      'Examples:',
      '  h5tail mth5 add run site.h5 --station mt02 --run b \\',
      '      --channels ex,ey,hx,hy,hz --sample-rate 100',
    ].join('\n'),
    customUsage: [
      [
        'FILE --station ID --run ID [--survey ID]',
        '[--channels NAMES] [--sample-rate HZ]',
        storageUsage,
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});

const channelCommand = buildCommand<AddChannelFlags, Arguments, CliContext>({
  loader: async () => commandAction((await import('./run.js')).addChannel),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      survey: surveyFlag,
      station: stationFlag,
      run: runFlag,
      channel: { kind: 'parsed', parse: String, placeholder: 'NAME', brief: 'Channel, for example ex' },
      sampleRate: sampleRateFlag,
      type: {
        kind: 'parsed',
        parse: (text: string) => oneOf(types, text),
        optional: true,
        placeholder: types.join('|'),
        brief: 'Default by its first letter',
      },
      ...storageFlags,
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Add a channel, also during a session',
    fullDescription: [
      'Adds a channel to a run that is there. A channel e... is electric, h..., b...',
      'and r... magnetic, any other auxiliary.',
      '',
      ...how,
      '',
      codes,
      '',
      'Examples:',
      '  h5tail mth5 add channel site.h5 --station mt01 --run a \\',
      '      --channel temperature --sample-rate 1 --dtype f4 --units celsius',
    ].join('\n'),
    customUsage: [
      [
        'FILE --station ID --run ID --channel NAME',
        '--sample-rate HZ [--survey ID]',
        '[--type electric|magnetic|auxiliary]',
        storageUsage,
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});

/** `h5tail mth5 add`: gives a file more to hold. */
export const addRoute = buildRouteMap<string, CliContext>({
  routes: { survey: surveyCommand, station: stationCommand, run: runCommand, channel: channelCommand },
  docs: {
    brief: 'Add surveys, stations, runs and channels',
    fullDescription: [
      'Adds to an MTH5 file, also while another program records into it.',
      '',
      'Examples:',
      '  h5tail mth5 add station site.h5 --station mt02',
      '  h5tail mth5 add run site.h5 --station mt02 --run b --channels ex,ey \\',
      '      --sample-rate 100',
    ].join('\n'),
  },
});
