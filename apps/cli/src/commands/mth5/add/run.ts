import type { ChannelToAdd } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import type { ExitCode } from '../../../exit-codes.js';
import { UsageError } from '../../../usage-errors.js';
import { addObject } from './add-object.js';
import type { AddChannelFlags, AddRunFlags, AddStationFlags, AddSurveyFlags, StorageFlags } from './flags.js';

/** `h5tail mth5 add survey`. */
export async function addSurvey(context: CliContext, flags: AddSurveyFlags, path: string): Promise<ExitCode> {
  const { backend, survey } = flags;
  return addObject(context, backend, path, { kind: 'add-survey', survey });
}

/** `h5tail mth5 add station`. */
export async function addStation(context: CliContext, flags: AddStationFlags, path: string): Promise<ExitCode> {
  const { backend, survey, station, latitude, longitude, elevation } = flags;
  return addObject(context, backend, path, {
    kind: 'add-station',
    ...(survey !== undefined && { survey }),
    station,
    metadata: {
      ...(latitude !== undefined && { 'location.latitude': latitude }),
      ...(longitude !== undefined && { 'location.longitude': longitude }),
      ...(elevation !== undefined && { 'location.elevation': elevation }),
    },
  });
}

/** `h5tail mth5 add run`. */
export async function addRun(context: CliContext, flags: AddRunFlags, path: string): Promise<ExitCode> {
  const { backend, survey, station, run, channels = [], sampleRate } = flags;
  if (channels.length > 0 && sampleRate === undefined) throw new UsageError('--channels takes --sample-rate HZ');
  return addObject(context, backend, path, {
    kind: 'add-run',
    ...(survey !== undefined && { survey }),
    station,
    run,
    channels: channels.map((channel) => ({ channel, ...storage(flags, sampleRate ?? 0) })),
  });
}

/** `h5tail mth5 add channel`. */
export async function addChannel(context: CliContext, flags: AddChannelFlags, path: string): Promise<ExitCode> {
  const { backend, survey, station, run, channel, sampleRate, type } = flags;
  return addObject(context, backend, path, {
    kind: 'add-channel',
    ...(survey !== undefined && { survey }),
    station,
    run,
    channel,
    ...(type !== undefined && { type }),
    ...storage(flags, sampleRate),
  });
}

function storage(flags: StorageFlags, sampleRate: number): Omit<ChannelToAdd, 'channel'> {
  const { dtype, units, start, chunk, compression } = flags;
  return {
    sampleRate,
    dtype,
    ...(units !== undefined && { units }),
    ...(start !== undefined && { start }),
    ...(chunk !== undefined && { chunk }),
    ...(compression !== undefined && { compression }),
  };
}
