import type { Group } from '@h5tail/adapter';
import { channelPath } from '../model/channel-path.js';
import { stationGroups, stationsPath, surveysPath, type Mth5Version } from '../model/layout.js';
import { numberOf, type ChannelRow } from './channel-row.js';
import { readStored } from './metadata-attributes.js';
import { onlySurvey } from './only-survey.js';
import type { Store } from './store.js';

/**
 * The table of channels as the groups and attributes of the file have it, in the order of names. Times, rates and places are those of the
 * attributes, the number of samples that of the dataset as of now; whether these are all zero is not looked at.
 */
export async function rowsOfTree(store: Store, version: Mth5Version): Promise<ChannelRow[]> {
  const surveys =
    version === '0.1.0'
      ? [await onlySurvey(store.file)]
      : await names(await store.group(surveysPath(version)), 'group');
  const rows: ChannelRow[] = [];
  for (const survey of surveys) {
    const path = stationsPath(version, survey);
    if (!(await store.file.root.has(path))) continue;
    const stations = await store.group(path);
    for (const station of await names(stations, 'group')) {
      rows.push(...(await rowsOfStation(store, version, survey, await stations.group(station))));
    }
  }
  return rows;
}

async function rowsOfStation(
  store: Store,
  version: Mth5Version,
  survey: string,
  station: Group,
): Promise<ChannelRow[]> {
  const place = await readStored(station.attributes);
  const rows: ChannelRow[] = [];
  for (const run of await names(station, 'group')) {
    if (stationGroups.includes(run)) continue;
    for (const channel of await names(await station.group(run), 'dataset')) {
      const ids = { survey, station: station.path.slice(station.path.lastIndexOf('/') + 1), run, channel };
      const path = channelPath(version, ids);
      const dataset = await store.dataset(path);
      // It may have been opened before, and have grown since.
      await dataset.refresh();
      const stored = await readStored(dataset.attributes);
      const text = (name: string): string => String(stored.get(name) ?? '');
      rows.push({
        survey,
        station: ids.station,
        run,
        latitude: numberOf(place.get('location.latitude')),
        longitude: numberOf(place.get('location.longitude')),
        elevation: numberOf(place.get('location.elevation')),
        component: channel,
        start: text('time_period.start'),
        end: text('time_period.end'),
        n_samples: dataset.shape?.[0] ?? 0,
        sample_rate: numberOf(stored.get('sample_rate')),
        measurement_type: text('type'),
        azimuth: numberOf(stored.get('measurement_azimuth')),
        tilt: numberOf(stored.get('measurement_tilt')),
        units: text('units'),
        has_data: false,
        hdf5_reference: await store.file.createReference(path),
        run_hdf5_reference: await store.file.createReference(`${station.path}/${run}`),
        station_hdf5_reference: await store.file.createReference(station.path),
      });
    }
  }
  return rows;
}

async function names(group: Group, kind: 'group' | 'dataset'): Promise<string[]> {
  const children = await group.children();
  return children.filter((child) => child.kind === kind).map(({ name }) => name);
}
