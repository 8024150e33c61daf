import type { Group, Hdf5File } from '@h5tail/adapter';
import { channelPath } from '../model/channel-path.js';
import type { StoredAttribute } from '../model/metadata/stored-attribute.js';
import { runPath, stationPath, stationsPath, surveyPath, type Mth5Version } from '../model/layout.js';
import { dateText, epoch, instantOf, instantText } from '../model/time.js';
import type { ChannelRow } from '../storage/channel-row.js';
import { runsIn } from '../storage/channel-tree.js';
import { readStored, writeStored } from '../storage/metadata-attributes.js';
import { idsOf, type ChannelRows } from './channel-rows.js';

/**
 * Brings the attributes of channels, and of the runs, stations and surveys that they are in, to what the samples say: times, rates and
 * lists of names. In SWMR mode they cannot be rewritten.
 *
 * Source: MTH5 0.6.5, `update_metadata` of runs, stations and surveys.
 *
 * @param touched Rows of the channels that were appended to or made.
 */
export async function settleMetadata(
  file: Hdf5File,
  version: Mth5Version,
  rows: ChannelRows,
  touched: Iterable<ChannelRow>,
): Promise<void> {
  const all = [...rows.entries()].map(([, row]) => row);
  const runs = new Map<string, ChannelRow>();
  const stations = new Map<string, ChannelRow>();
  const surveys = new Map<string, ChannelRow>();
  for (const row of touched) {
    await settleChannel(file, version, row);
    runs.set(runPath(version, row.survey, row.station, row.run), row);
    stations.set(stationPath(version, row.survey, row.station), row);
    surveys.set(surveyPath(version, row.survey), row);
  }
  for (const [path, { survey, station, run }] of runs) {
    const ofRun = all.filter((row) => row.survey === survey && row.station === station && row.run === run);
    await writeStored((await file.group(path)).attributes, runAttributes(ofRun));
  }
  for (const [path, { survey, station }] of stations) {
    const ofStation = all.filter((row) => row.survey === survey && row.station === station);
    const group = await file.group(path);
    await writeStored(group.attributes, stationAttributes(ofStation, await runsIn(file, path)));
  }
  for (const [path, { survey }] of surveys) {
    const ofSurvey = all.filter((row) => row.survey === survey);
    const corners = await cornerAttributes(await file.group(stationsPath(version, survey)));
    await writeStored((await file.group(path)).attributes, [...dateAttributes(ofSurvey), ...corners]);
  }
}

async function settleChannel(file: Hdf5File, version: Mth5Version, row: ChannelRow): Promise<void> {
  const { attributes } = await file.dataset(channelPath(version, idsOf(row)));
  await writeStored(attributes, [
    text('time_period.start', row.start),
    text('time_period.end', row.end),
    number('sample_rate', row.sample_rate),
  ]);
}

function runAttributes(rows: readonly ChannelRow[]): StoredAttribute[] {
  const names = (type: string): string =>
    JSON.stringify(
      rows
        .filter((row) => row.measurement_type === type)
        .map(({ component }) => component)
        .toSorted(),
    );
  return [
    ...timeAttributes(rows),
    number('sample_rate', rows[0]?.sample_rate ?? 0),
    text('channels_recorded_electric', names('electric')),
    text('channels_recorded_magnetic', names('magnetic')),
    text('channels_recorded_auxiliary', names('auxiliary')),
  ];
}

function stationAttributes(rows: readonly ChannelRow[], runs: readonly string[]): StoredAttribute[] {
  const channels = [...new Set(rows.map(({ component }) => component))].toSorted();
  return [
    ...timeAttributes(rows),
    text('channels_recorded', JSON.stringify(channels)),
    text('run_list', JSON.stringify(runs)),
  ];
}

/** Brings the list of its runs in the attributes of a station to what it holds. */
export async function settleRunList(file: Hdf5File, station: string): Promise<void> {
  const { attributes } = await file.group(station);
  await writeStored(attributes, [text('run_list', JSON.stringify(await runsIn(file, station)))]);
}

function timeAttributes(rows: readonly ChannelRow[]): StoredAttribute[] {
  const period = periodOf(rows);
  if (period === undefined) return [];
  return [text('time_period.start', instantText(period.start)), text('time_period.end', instantText(period.end))];
}

function dateAttributes(rows: readonly ChannelRow[]): StoredAttribute[] {
  const period = periodOf(rows);
  if (period === undefined) return [];
  return [text('time_period.start_date', dateText(period.start)), text('time_period.end_date', dateText(period.end))];
}

/** From the first sample of all channels to the last. A channel without times says nothing. */
function periodOf(rows: readonly ChannelRow[]): { readonly start: bigint; readonly end: bigint } | undefined {
  let period: { start: bigint; end: bigint } | undefined;
  for (const row of rows) {
    const [start, end] = [instantOf(row.start), instantOf(row.end)];
    if (start === undefined || end === undefined || (start === epoch && end === epoch)) continue;
    period = {
      start: period === undefined || start < period.start ? start : period.start,
      end: period === undefined || end > period.end ? end : period.end,
    };
  }
  return period;
}

/** The box around the stations that have a place. */
async function cornerAttributes(stations: Group): Promise<StoredAttribute[]> {
  const places: (readonly [number, number])[] = [];
  for (const { name, kind } of await stations.children()) {
    if (kind !== 'group') continue;
    const stored = await readStored((await stations.group(name)).attributes);
    const [latitude, longitude] = [Number(stored.get('location.latitude')), Number(stored.get('location.longitude'))];
    if (Number.isFinite(latitude) && Number.isFinite(longitude) && (latitude !== 0 || longitude !== 0)) {
      places.push([latitude, longitude]);
    }
  }
  if (places.length === 0) return [];
  const latitudes = places.map(([latitude]) => latitude);
  const longitudes = places.map(([, longitude]) => longitude);
  return [
    number('northwest_corner.latitude', Math.max(...latitudes)),
    number('northwest_corner.longitude', Math.min(...longitudes)),
    number('southeast_corner.latitude', Math.min(...latitudes)),
    number('southeast_corner.longitude', Math.max(...longitudes)),
  ];
}

function text(name: string, value: string): StoredAttribute {
  return { name, value, kind: 'text' };
}

function number(name: string, value: number): StoredAttribute {
  return { name, value, kind: 'number' };
}
