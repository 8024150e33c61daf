import type { Hdf5Adapter } from '@h5tail/adapter';
import type { CaseContext } from './case-context.js';
import type { TestStorage } from './storage/test-storage.js';

/** Part of the interface that a case is about. */
export type CaseGroup =
  | 'adapter'
  | 'opening'
  | 'goldens'
  | 'reading'
  | 'codecs'
  | 'writing'
  | 'variable-length'
  | 'attributes'
  | 'links'
  | 'references'
  | 'lifecycle'
  | 'live'
  | 'our-writer';

/**
 * What a case cannot do without.
 *
 * - `files`: real files on a disk.
 * - `posix`: files with the devices and permissions of a Unix system.
 * - `python`: h5py and HDF5's tools, on real files.
 * - `writer`: a writer beside the adapter; for real files that is h5py.
 */
export type CaseNeed = 'files' | 'posix' | 'python' | 'writer';

/** One thing that every adapter must get right. Throws where it does not. */
export interface ConformanceCase {
  readonly group: CaseGroup;
  /** What holds; unique within the group. */
  readonly name: string;
  readonly needs?: CaseNeed;
  /** Longest time in milliseconds. Default: 30 000. */
  readonly timeoutMs?: number;
  run(context: CaseContext): Promise<void>;
}

type Run = ConformanceCase['run'];

/** The cases of a group, by name. */
export function defineCases(
  group: CaseGroup,
  cases: Readonly<Record<string, Run | Omit<ConformanceCase, 'group' | 'name'>>>,
): readonly ConformanceCase[] {
  return Object.entries(cases).map(([name, one]) =>
    typeof one === 'function' ? { group, name, run: one } : { group, name, ...one },
  );
}

/** The adapter that the suite is run on. */
export interface AdapterUnderTest<Storage extends TestStorage = TestStorage> {
  /** Title of the tests. */
  readonly name: string;
  /** Called once for each case. */
  createAdapter(storage: Storage): Hdf5Adapter | Promise<Hdf5Adapter>;
  /**
   * Registered numbers of the filters beyond HDF5's own that it must read here, for example because their plug-ins are
   * installed. Any other may be refused with `FILTER_MISSING`; wrong elements never pass. Default: none.
   */
  readonly filters?: readonly number[];
  /** Called once for each case. Default: files in a temporary folder. */
  createStorage?(): Storage | Promise<Storage>;
}
