import { defaultSurvey, runPath, type Mth5Version } from './layout.js';
import { refusal, type Where } from './refusal.js';

/** Ids of a channel and of everything that it lies in. */
export interface ChannelIds {
  readonly survey: string;
  readonly station: string;
  readonly run: string;
  /** Component, which is the name of the dataset. */
  readonly channel: string;
}

/** Path of the dataset of a channel. */
export function channelPath(version: Mth5Version, { survey, station, run, channel }: ChannelIds): string {
  return `${runPath(version, survey, station, run)}/${channel}`;
}

/** The ids with slashes between them, `survey/station/run/channel`: short, and the same in both versions. */
export function channelKey({ survey, station, run, channel }: ChannelIds): string {
  return [survey, station, run, channel].join('/');
}

/**
 * The ids in the path of a channel: `survey/station/run/channel`, or the path of its dataset in a file of either version;
 * with a leading slash or without. The path in a file of version 0.1.0 does not name the survey, which is `default_survey`
 * then. The names are taken as they are, so that a file's own odd ones are found.
 *
 * @throws Hdf5Error `INVALID_DATA` for anything else.
 */
export function parseChannelPath(path: string, where?: Where): ChannelIds {
  const parts = (path.startsWith('/') ? path.slice(1) : path).split('/');
  const ids = idsOf(parts);
  if (ids !== undefined && !parts.some((part) => part === '' || part === '.' || part === '..')) return ids;
  throw refusal(
    `${JSON.stringify(path)} is not the path of a channel`,
    'Write it as survey/station/run/channel, or as the path of the dataset in the file',
    where,
  );
}

/**
 * The ids in the path of a run: `survey/station/run`, or the path of its group in a file of either version; with a leading slash or
 * without. `undefined` for anything else, which may be the path of a channel.
 */
export function parseRunPath(path: string): Omit<ChannelIds, 'channel'> | undefined {
  const parts = (path.startsWith('/') ? path.slice(1) : path).split('/');
  // Four parts are ids of a channel, unless they are a path from the root.
  const isGroup = path.startsWith('/') && parts.length === 4 && begins(parts, ['Survey', 'Stations']);
  if (parts.length === 4 && !isGroup) return undefined;
  const ids = idsOf([...parts, 'any']);
  if (ids === undefined || parts.includes('')) return undefined;
  const { survey, station, run } = ids;
  return { survey, station, run };
}

function idsOf(parts: readonly string[]): ChannelIds | undefined {
  const [survey, station, run, channel] = [...idParts(parts)];
  const isWhole = survey !== undefined && station !== undefined && run !== undefined && channel !== undefined;
  return isWhole ? { survey, station, run, channel } : undefined;
}

/** The four ids among the parts of a path; none for other paths. */
function idParts(parts: readonly string[]): readonly string[] {
  if (parts.length === 4) return parts;
  if (parts.length === 5 && begins(parts, ['Survey', 'Stations'])) return [defaultSurvey, ...parts.slice(2)];
  const isNewer = parts.length === 7 && begins(parts, ['Experiment', 'Surveys']) && parts[3] === 'Stations';
  return isNewer ? [...parts.slice(2, 3), ...parts.slice(4)] : [];
}

function begins(parts: readonly string[], start: readonly string[]): boolean {
  return start.every((part, index) => parts[index] === part);
}
