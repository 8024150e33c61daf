import {
  deflate,
  dtypes,
  Hdf5Error,
  shuffle,
  type FloatDtype,
  type Hdf5File,
  type IntegerDtype,
  type NumberDtype,
} from '@h5tail/adapter';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import { runPath, stationPath, type Mth5Version } from '../model/layout.js';
import type { StoredAttribute } from '../model/metadata/stored-attribute.js';
import { usualChunk } from '../session/flush-policy.js';
import type { StructureAccess } from '../session/writer-session.js';
import { numberOf, type ChannelRow } from '../storage/channel-row.js';
import { readStored, writeStored } from '../storage/metadata-attributes.js';

/** What samples are stored as: integers of 4 bytes, floats of 4 and 8. */
export type SampleDtype = 'i4' | 'f4' | 'f8';

const sampleDtypes: Readonly<Record<SampleDtype, IntegerDtype | FloatDtype>> = {
  i4: dtypes.int32,
  f4: dtypes.float32,
  f8: dtypes.float64,
};

/** How the samples of a new channel are stored. */
export interface ChannelStorage {
  /** Default: `i4`. */
  readonly dtype?: SampleDtype;
  /** Samples per chunk. Default: 8192. */
  readonly chunk?: number;
  /**
   * Compression with zlib, level 1 to 9. A compressed channel is written by whole chunks, see `FlushPolicy`. Default: none, which is what
   * suits a channel that is watched.
   */
  readonly compression?: number;
}

/** What a new channel is. */
export interface NewChannel {
  readonly ids: ChannelIds;
  /** `electric`, `magnetic` or `auxiliary`. */
  readonly type: string;
  readonly attributes: readonly StoredAttribute[];
  readonly dtype: NumberDtype;
  readonly storage: Omit<ChannelStorage, 'dtype'>;
}

/**
 * Creates a channel without samples, and its row in the table.
 *
 * @throws Hdf5Error as `Group.createDataset`; RangeError for a storage that makes no sense.
 */
export async function createChannel(
  { file, table, rows }: StructureAccess,
  version: Mth5Version,
  { ids, type, attributes, dtype, storage }: NewChannel,
): Promise<ChannelRow> {
  const { chunk = usualChunk, compression } = storage;
  if (!Number.isSafeInteger(chunk) || chunk < 1) throw new RangeError(`chunk ${chunk} is not 1 or more`);
  const path = channelPath(version, ids);
  const dataset = await file.root.createDataset(path, {
    dtype,
    shape: [0],
    maxShape: [null],
    chunks: [chunk],
    ...(compression === undefined ? {} : { filters: compressed(file, compression) }),
  });
  await writeStored(dataset.attributes, attributes);
  const row = await rowOf(file, version, ids, type, attributes);
  const index = rows.next;
  await table.write(index, [row]);
  rows.set(index, row);
  return row;
}

function compressed(file: Hdf5File, level: number): ReturnType<typeof deflate>[] {
  return file.adapter.capabilities.createFilterPipeline ? [shuffle(), deflate(level)] : [deflate(level)];
}

async function rowOf(
  file: Hdf5File,
  version: Mth5Version,
  ids: ChannelIds,
  type: string,
  attributes: readonly StoredAttribute[],
): Promise<ChannelRow> {
  const { survey, station, run, channel } = ids;
  const stationAt = stationPath(version, survey, station);
  const place = await readStored((await file.group(stationAt)).attributes);
  const value = (name: string): unknown => attributes.find((attribute) => attribute.name === name)?.value;
  return {
    survey,
    station,
    run,
    latitude: numberOf(place.get('location.latitude')),
    longitude: numberOf(place.get('location.longitude')),
    elevation: numberOf(place.get('location.elevation')),
    component: channel,
    start: String(value('time_period.start')),
    end: String(value('time_period.start')),
    n_samples: 0,
    sample_rate: numberOf(value('sample_rate')),
    measurement_type: type,
    azimuth: numberOf(value('measurement_azimuth')),
    tilt: numberOf(value('measurement_tilt')),
    units: String(value('units') ?? ''),
    has_data: false,
    hdf5_reference: await file.createReference(channelPath(version, ids)),
    run_hdf5_reference: await file.createReference(runPath(version, survey, station, run)),
    station_hdf5_reference: await file.createReference(stationAt),
  };
}

/** @throws Hdf5Error `INVALID_DATA` for a dtype that channels do not have. */
export function sampleDtype(dtype: string): NumberDtype {
  if (Object.hasOwn(sampleDtypes, dtype)) return sampleDtypes[dtype as SampleDtype];
  throw new Hdf5Error('INVALID_DATA', `channels are not stored as '${dtype}'`, {
    remedy: `Choose one of ${Object.keys(sampleDtypes).join(', ')}`,
  });
}
