import { isHdf5Error, type Attributes } from '@h5tail/adapter';
import { runPath, stationPath, type Mth5Version } from '../model/layout.js';
import { epoch, instantText, instantOf } from '../model/time.js';
import { numberOf, type ChannelRow } from '../storage/channel-row.js';
import type { Store } from '../storage/store.js';
import { countingRow } from './channel-times.js';
import type { AttributeState } from './finding.js';
import type { FoundChannel } from './found-channel.js';

const types: readonly string[] = ['electric', 'magnetic', 'auxiliary'];

/** What the attributes of a channel say of its times. */
export async function readTimes(store: Store, path: string): Promise<AttributeState> {
  const { attributes } = await store.dataset(path);
  const [start, end] = [await valueOf(attributes, 'time_period.start'), await valueOf(attributes, 'time_period.end')];
  const sampleRate = numberOf(await valueOf(attributes, 'sample_rate'));
  return { start: textOf(start), end: textOf(end), sampleRate };
}

/** Whether both mean the same times and rate, however they are written. */
export function isSameTimes(one: AttributeState, other: AttributeState): boolean {
  const isSame = (a: string, b: string): boolean => a === b || instantOf(a) === instantOf(b);
  return isSame(one.start, other.start) && isSame(one.end, other.end) && one.sampleRate === other.sampleRate;
}

/**
 * The row of a channel that has none, made of its attributes; whether its samples are all zero is not looked at.
 *
 * @returns `undefined` for a dataset that is no channel.
 */
export async function rowOfChannel(
  store: Store,
  version: Mth5Version,
  { ids, path, reference, length }: FoundChannel,
): Promise<ChannelRow | undefined> {
  const { attributes } = await store.dataset(path);
  const value = (name: string): Promise<unknown> => valueOf(attributes, name);
  const type = textOf(await value('type')).toLowerCase();
  if (!types.includes(type)) return undefined;
  const { survey, station, run, channel } = ids;
  const stationAt = stationPath(version, survey, station);
  const place = (await store.group(stationAt)).attributes;
  const { start, sampleRate } = await readTimes(store, path);
  const row: ChannelRow = {
    survey,
    station,
    run,
    latitude: numberOf(await valueOf(place, 'location.latitude')),
    longitude: numberOf(await valueOf(place, 'location.longitude')),
    elevation: numberOf(await valueOf(place, 'location.elevation')),
    component: channel,
    start: instantText(instantOf(start) ?? epoch),
    end: '',
    n_samples: 0,
    sample_rate: sampleRate,
    measurement_type: type,
    azimuth: numberOf(await value('measurement_azimuth')),
    tilt: numberOf(await value('measurement_tilt')),
    units: textOf(await value('units')),
    has_data: false,
    hdf5_reference: reference,
    run_hdf5_reference: await store.file.createReference(runPath(version, survey, station, run)),
    station_hdf5_reference: await store.file.createReference(stationAt),
  };
  return countingRow(row, length);
}

/** Text; what is none counts as empty. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A single value; `undefined` where there is none, or one that cannot be read. */
async function valueOf(attributes: Attributes, name: string): Promise<unknown> {
  try {
    const { shape, data } = await attributes.get(name);
    return shape === null ? undefined : (data as ArrayLike<unknown>)[0];
  } catch (error) {
    if (isHdf5Error(error) && (error.code === 'OBJECT_NOT_FOUND' || error.code === 'UNSUPPORTED_DTYPE'))
      return undefined;
    throw error;
  }
}
