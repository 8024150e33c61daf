import { Hdf5Error, type Dataset } from '@h5tail/adapter';
import type { InterleavedByName } from '../data-source-options.js';
import { requireFit } from '../fit-to-scan.js';
import type { DatasetsByName } from '../frames-by-name.js';
import { DatasetReader } from './dataset-reader.js';
import { InterleavedReader } from './interleaved-reader.js';
import { requireRegion, type Region } from './region.js';
import type { RunReader } from './run-reader.js';
import type { FillFrames } from './unwritten-frames.js';

/** The scan that the datasets belong to. */
export interface ScanOfReaders {
  readonly rank: number;
  readonly maxShape: readonly (number | null)[];
  /** Where it comes from, for messages: `the key dataset /entry/keys`. */
  readonly source: string;
}

/** Regions by name, or one for all. */
export type RegionOption = Region | Readonly<Record<string, Region>> | undefined;

/** How the frames of the scan are read. */
export interface HowToRead {
  readonly region?: RegionOption;
  readonly fillFrames?: FillFrames | undefined;
}

/**
 * A reader for each name, in the order given, plain datasets first.
 *
 * @throws Hdf5Error `WRONG_SHAPE` where a dataset is not of the scan, `WRONG_DTYPE` where datasets that take turns
 * differ, `OUT_OF_RANGE` for a region outside of a frame.
 * @throws TypeError without a dataset, for a name that is given twice, and for a region of no dataset.
 */
export function createReaders(
  { rank, maxShape, source }: ScanOfReaders,
  datasets: DatasetsByName,
  interleaved: InterleavedByName,
  { region, fillFrames = 'wait' }: HowToRead,
): ReadonlyMap<string, RunReader> {
  const readers = new Map<string, RunReader>();
  for (const [name, dataset] of Object.entries(datasets)) {
    requireFit(dataset, { rank, shape: maxShape, source });
    const part = regionOf(region, name);
    requireRegion(dataset, rank, part);
    readers.set(name, new DatasetReader(dataset, rank, part, fillFrames));
  }
  for (const [name, members] of Object.entries(interleaved)) {
    if (readers.has(name)) throw new TypeError(`${name} is both a dataset and a list of interleaved ones`);
    const part = regionOf(region, name);
    const reader = new InterleavedReader(members, part, fillFrames);
    members.forEach((dataset, place) => {
      if (rank !== 1) throw notAStack(dataset, source, rank);
      const share = framesOf(maxShape[0] ?? null, place, members.length);
      requireFit(dataset, { rank, shape: [share], source: `its share of ${source}` });
      requireRegion(dataset, rank, part);
    });
    readers.set(name, reader);
  }
  if (readers.size === 0) throw new TypeError('a source of frames needs at least one dataset');
  if (region !== undefined && !isOneForAll(region)) {
    const unknown = Object.keys(region).find((name) => !readers.has(name));
    if (unknown !== undefined) throw new TypeError(`there is a region for ${unknown}, but no such dataset`);
  }
  return readers;
}

/** Frames that the member at `place` holds of so many points. */
function framesOf(points: number | null, place: number, members: number): number | null {
  return points === null ? null : Math.max(0, Math.ceil((points - place) / members));
}

function regionOf(region: RegionOption, name: string): Region {
  if (region === undefined) return [];
  return isOneForAll(region) ? region : (region[name] ?? []);
}

function isOneForAll(region: Region | Readonly<Record<string, Region>>): region is Region {
  return Array.isArray(region);
}

function notAStack({ file, path }: Dataset, source: string, rank: number): Hdf5Error {
  return new Hdf5Error(
    'WRONG_SHAPE',
    `datasets that take turns hold a stack, and the scan of ${source} has ${rank} axes`,
    {
      file: file.path,
      object: path,
      remedy: 'Interleave datasets of a scan with one axis, or give scanRank',
    },
  );
}
