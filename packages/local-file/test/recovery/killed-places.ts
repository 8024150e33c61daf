import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What an h5py writer is to write before it is killed; see `python/killed-places.py`. */
export interface KilledPlacesSpec {
  readonly path: string;
  readonly kind:
    | 'contiguous'
    | 'large-chunk'
    | 'single-chunk'
    | 'fixed-array'
    | 'fixed-array-gzip'
    | 'extensible-array'
    | 'small-chunks'
    | 'implicit';
  readonly datasets: readonly string[];
  readonly rows: number;
  /** The first row that is written. Default: 0. */
  readonly first?: number;
  readonly userBlock?: number;
  /** Default: true. */
  readonly swmr?: boolean;
}

/** The number that fills each of 2000 rows from the first on, by dataset; `null` where a row has several. */
export type RowNumbers = Readonly<Record<string, readonly (number | null)[]>>;

/** What `python/check-places.py` tells. */
export interface CheckedPlaces {
  /** As recovered. */
  readonly before: RowNumbers;
  /** With 50 new datasets behind. */
  readonly created: RowNumbers;
  /** With rows 900 to 1099 from the first on written, after the new datasets. */
  readonly after: RowNumbers;
  /** The numbers in each new dataset then. */
  readonly new: readonly (readonly (number | null)[])[];
}

const script = (name: string): string => fileURLToPath(new URL(`../python/${name}`, import.meta.url));

/** Leaves the file of a writer that was killed. */
export function leaveKilledPlaces(python: string, spec: KilledPlacesSpec): void {
  const { signal, stderr } = spawnSync(python, [script('killed-places.py'), JSON.stringify(spec)], {
    encoding: 'utf8',
  });
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${stderr}`);
}

/** Opens a recovered file with h5py, and lets it create datasets and write into those that were there. */
export function checkPlaces(python: string, path: string, datasets: readonly string[], first = 0): CheckedPlaces {
  const text = execFileSync(python, [script('check-places.py'), path, JSON.stringify(datasets), String(first)], {
    encoding: 'utf8',
  });
  return JSON.parse(text) as CheckedPlaces;
}
