import { filterIds, type Hdf5Adapter } from '@h5tail/adapter';

/** Whether chunks can be read through a filter. */
export type FilterFinding = {
  readonly id: number;
  readonly name: string;
  readonly works: boolean;
};

const { deflate, szip, bzip2, lzf, blosc, lz4, bitshuffle, zstd } = filterIds;

/** What compresses files of detectors: what HDF5 may be built without, then the registered plug-ins. */
const asked = { deflate, szip, bzip2, lzf, blosc, lz4, bitshuffle, zfp: 32013, zstd, blosc2: 32026 };

/** Asks a backend for the common filters; `undefined` where it cannot tell. */
export async function tryFilters(adapter: Hdf5Adapter): Promise<FilterFinding[] | undefined> {
  const available = await adapter.availableFilters?.(Object.values(asked));
  return available && Object.entries(asked).map(([name, id]) => ({ id, name, works: available.includes(id) }));
}

/** The same for people. */
export function filterLines(filters: readonly FilterFinding[]): string[] {
  const namesOf = (works: boolean): string =>
    filters
      .filter((filter) => filter.works === works)
      .map(({ id, name }) => `${name} (${id})`)
      .join(', ');
  const [there, missing] = [namesOf(true), namesOf(false)];
  return [
    ...(there === '' ? [] : [`filters: ${there}`]),
    ...(missing === '' ? [] : [`missing: ${missing}; HDF5_PLUGIN_PATH names the folders of more plug-ins`]),
  ];
}
