/**
 * The commands of `python/live_writer.py`, as its README describes them.
 *
 * @module
 */

/** Per axis an index, or a range as `[start, stop]` or `[start, stop, step]`; axes left out are whole. */
export type PythonSelection = readonly (number | readonly number[])[];

/** numpy's name of a dtype, `vlen:<name>`, `string`, `string:ascii`, or a list of members for a compound. */
export type PythonDtype = string | readonly (readonly [name: string, dtype: PythonDtype])[];

/** A dataset to create. */
export interface DatasetSpec {
  readonly path: string;
  readonly dtype: PythonDtype;
  readonly shape: readonly number[];
  readonly maxShape?: readonly (number | null)[];
  readonly chunks?: readonly number[];
  /** `gzip:4`, `lzf`, `szip`, `shuffle`, `fletcher32`, `scaleoffset:0`; `bitshuffle` and `bitshuffle-lz4` for whole chunks. */
  readonly filters?: readonly string[];
  readonly fill?: number;
}

/** An attribute to create or to replace. */
export interface AttributeSpec {
  readonly path?: string;
  readonly name: string;
  readonly value: number | string | readonly number[] | readonly string[];
  readonly dtype?: PythonDtype;
}

/** What a file is to contain. */
export interface ContentSpec {
  readonly groups?: readonly string[];
  readonly datasets?: readonly DatasetSpec[];
  readonly attributes?: readonly AttributeSpec[];
}

/** A whole scan: frames, each followed by its keys, and a flag at the end. */
export interface ScanSpec {
  readonly path?: string;
  /** Path of the frames. */
  readonly data: string;
  /** Paths of the key datasets. Key of point i: i + 1. */
  readonly keys: readonly string[];
  readonly finished?: string;
  /** Number of points; with a `grid`, its product. */
  readonly frames: number;
  readonly frameShape: readonly number[];
  readonly dtype: string;
  /** Extents of the scan, slowest first. Default: `[frames]`. */
  readonly grid?: readonly number[];
  /**
   * Default: `int32`. Keys are index + 1, so a narrow one overflows: with `uint8` the key of point 255 is 0, which reads as
   * not set.
   */
  readonly keyDtype?: string;
  readonly chunks?: readonly number[];
  readonly keyChunks?: readonly number[];
  readonly filters?: readonly string[];
  /** Extents start at 0 and grow. Default: preallocated. */
  readonly growing?: boolean;
  /** With `growing`: a finite maximum. */
  readonly bounded?: boolean;
  readonly swmr?: boolean;
  readonly intervalMs?: number;
  readonly order?: 'sequential' | 'shuffle-window';
  readonly window?: number;
  readonly seed?: number;
  /** Points that are left out. */
  readonly gap?: readonly number[];
  /** For each key dataset, how many frames it lags behind. */
  readonly keyLagFrames?: readonly number[];
  /** The process kills itself when this many frames are written. */
  readonly killAfter?: number;
  readonly setFinished?: boolean;
  /** Tell each point whose keys are set. */
  readonly report?: boolean;
}

/** A scan whose frames several datasets hold, and a master file with the keys. */
export interface SourcesSpec {
  /** Path of the master file; the files of the sources are beside it. */
  readonly path: string;
  /** Path of the key dataset. Key of point i: i + 1. */
  readonly key: string;
  /** Path of the frames in each source's file; without `file` the group that holds datasets `0`, `1`, … */
  readonly data: string;
  readonly sources: number;
  /** Name of the sources' files, with `%b` for the number. Default: the sources are datasets of the master file. */
  readonly file?: string;
  readonly frames: number;
  readonly frameShape: readonly number[];
  readonly dtype: string;
  /** `turns`: of n sources, point i is frame floor(i / n) of number i mod n. `blocks`: one after the other. */
  readonly mapping?: 'turns' | 'blocks';
  /** Sources start at extent 0 and grow. Default: preallocated. */
  readonly growing?: boolean;
  /** With `growing`: a finite maximum. */
  readonly bounded?: boolean;
  /** The key dataset has no limit, and grows. */
  readonly growingKeys?: boolean;
  /**
   * A source's file is created with its first frame; `renamed`: under another name, and gets its own when it is complete.
   * Default: all are there from the start.
   */
  readonly late?: 'created' | 'renamed';
  readonly chunks?: readonly number[];
  readonly filters?: readonly string[];
  /** Path of a virtual dataset over the sources; only with `file`. */
  readonly virtual?: string;
  readonly virtualFill?: number;
  /** The virtual dataset has no limit; with `blocks`, one mapping with `%b` stands for all files. */
  readonly unlimited?: boolean;
  /** External links to the sources: `/links/0`, … */
  readonly links?: boolean;
}

/** What a dataset's elements become. */
export type ValuesSpec =
  | { readonly data: readonly unknown[] }
  | { readonly value: number | string }
  | { readonly value: 'frame'; readonly index: number; readonly frameRank?: number };

/** One command. */
export type WriterCommand =
  | { readonly do: 'ping' | 'state' | 'swmr' | 'close' }
  | ({ readonly do: 'create'; readonly path: string; readonly libver?: readonly [string, string] } & ContentSpec)
  | ({ readonly do: 'create_scan'; readonly path: string; readonly libver?: readonly [string, string] } & ScanSpec)
  | ({ readonly do: 'create_sources' } & SourcesSpec)
  | { readonly do: 'source_frame'; readonly index: number }
  | ({ readonly do: 'add' } & ContentSpec)
  | ({ readonly do: 'attribute' } & AttributeSpec)
  | { readonly do: 'delete'; readonly path: string }
  | ({ readonly do: 'write'; readonly dataset: string; readonly selection?: PythonSelection } & ValuesSpec)
  | { readonly do: 'resize'; readonly dataset: string; readonly shape: readonly number[] }
  | { readonly do: 'flush'; readonly dataset?: string }
  | {
      readonly do: 'append_messages';
      readonly dataset: string;
      readonly headers?: string;
      readonly messages?: readonly (readonly number[])[];
      readonly count?: number;
      readonly length?: number;
      readonly ioGroups?: readonly number[];
      readonly flush?: boolean;
    }
  | {
      readonly do: 'reopen';
      readonly path?: string;
      readonly mode?: 'r' | 'r+' | 'w';
      readonly libver?: readonly [string, string];
      readonly swmr?: boolean;
    };

/** What commands answer with more than a yes. */
export interface WriterAnswers {
  ping: ProcessFacts;
  state: { readonly open: boolean; readonly path: string | null; readonly swmr: boolean };
  append_messages: { readonly first: number; readonly count: number };
}

/** The answer to a command. */
export type AnswerTo<Answers, Name extends string> = Name extends keyof Answers ? Answers[Name] : unknown;

/** The helper process and its library. */
export interface ProcessFacts {
  readonly pid: number;
  readonly h5py: string;
  readonly hdf5: string;
}
