import type { ChannelSummary } from '@h5tail/mth5';

type Names = Pick<ChannelSummary, 'survey' | 'station' | 'run' | 'component'>;

/** `survey/station/run/channel`, as `h5tail mth5 cat` takes it: the survey of a file of version 0.1.0 may have no id. */
export function channelName({ survey, station, run, component }: Names): string {
  return [survey === '' ? 'default_survey' : survey, station, run, component].join('/');
}
