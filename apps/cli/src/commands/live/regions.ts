import { Hdf5Error, type AxisSelection, type Dataset } from '@h5tail/adapter';
import type { Region } from '@h5tail/frames';
import type { RegionAxis, RegionFlag } from '../../selection-parsers.js';
import { UsageError } from '../../usage-errors.js';

/**
 * Refuses regions that contradict each other or are of no dataset.
 *
 * @param names The datasets as the user named them.
 * @throws UsageError
 */
export function requireRegions(flags: readonly RegionFlag[], names: readonly string[]): void {
  const seen = new Set<string | undefined>();
  for (const { name } of flags) {
    const whose = name === undefined ? 'all datasets' : name;
    if (seen.has(name))
      throw new UsageError(`--region is given twice for ${whose}; for one of several, PATH=10:20,30:40`);
    if (name !== undefined && !names.includes(name)) {
      throw new UsageError(`--region ${name}=...: there is no such --data; give it as ${names.join(' or ')}`);
    }
    seen.add(name);
  }
}

/** The region that the user wants of a dataset: its own one, else the one for all; `undefined` for whole frames. */
export function regionFlagOf(flags: readonly RegionFlag[], name: string): RegionFlag | undefined {
  return flags.find((flag) => flag.name === name) ?? flags.find((flag) => flag.name === undefined);
}

/**
 * Regions of datasets by name, with open ends filled in.
 *
 * @param datasets Each with the name that the user gave it.
 * @throws Hdf5Error `OUT_OF_RANGE` for a range that begins behind the end of its axis.
 */
export function regionsOf(
  flags: readonly RegionFlag[],
  datasets: Readonly<Record<string, Dataset>>,
  scanRank: number,
): Record<string, Region> {
  const regions: Record<string, Region> = {};
  for (const [name, dataset] of Object.entries(datasets)) {
    const flag = regionFlagOf(flags, name);
    if (flag === undefined) continue;
    regions[name] = flag.axes.map((axis, place) => selectionOf(axis, dataset, scanRank + place));
  }
  return regions;
}

function selectionOf(axis: RegionAxis, dataset: Dataset, place: number): AxisSelection {
  if (typeof axis === 'number') return axis;
  const { start, stop, step } = axis;
  if (stop !== undefined) return [start, stop, step];
  if (start === 0 && step === 1) return null;
  const extent = dataset.maxShape?.[place] ?? dataset.shape?.[place];
  // A dataset without that axis is refused with the whole region.
  if (extent === undefined) return null;
  if (start < extent) return [start, extent, step];
  throw new Hdf5Error('OUT_OF_RANGE', `the region begins at ${start}, behind the end of an axis of ${extent}`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'Give a region inside of the frame',
  });
}
