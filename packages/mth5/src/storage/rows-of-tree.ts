import { channelPath } from '../model/channel-path.js';
import { runPath, stationPath, type Mth5Version } from '../model/layout.js';
import { numberOf, type ChannelRow } from './channel-row.js';
import { channelsIn } from './channel-tree.js';
import { readStored, storedText } from './metadata-attributes.js';
import type { Store } from './store.js';

/**
 * The table of channels as the groups and attributes of the file have it, in the order of names. Times, rates and places are those of the
 * attributes, the number of samples that of the dataset; whether these are all zero is not looked at.
 */
export async function rowsOfTree(store: Store, version: Mth5Version): Promise<ChannelRow[]> {
  const rows: ChannelRow[] = [];
  let place: { readonly path: string; readonly stored: ReadonlyMap<string, unknown> } | undefined;
  for await (const ids of channelsIn(store.file, version)) {
    const { survey, station, run, channel } = ids;
    const stationAt = stationPath(version, survey, station);
    // The channels of a station come one after the other.
    if (place?.path !== stationAt) {
      place = { path: stationAt, stored: await readStored((await store.group(stationAt)).attributes) };
    }
    const path = channelPath(version, ids);
    const dataset = await store.dataset(path);
    // It may have been opened before, and have grown since.
    await dataset.refresh();
    const stored = await readStored(dataset.attributes);
    const text = (name: string): string => storedText(stored, name);
    rows.push({
      survey,
      station,
      run,
      latitude: numberOf(place.stored.get('location.latitude')),
      longitude: numberOf(place.stored.get('location.longitude')),
      elevation: numberOf(place.stored.get('location.elevation')),
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
      run_hdf5_reference: await store.file.createReference(runPath(version, survey, station, run)),
      station_hdf5_reference: await store.file.createReference(stationAt),
    });
  }
  return rows;
}
