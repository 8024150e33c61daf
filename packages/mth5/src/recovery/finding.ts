/** What the table of channels says of a channel. */
export interface RowState {
  readonly n_samples: number;
  /** Time of the first sample, ISO 8601. */
  readonly start: string;
  /** Time of the last sample. */
  readonly end: string;
  /** Whether one of the samples is not zero. */
  readonly has_data: boolean;
}

/** What the attributes of a channel say. */
export interface AttributeState {
  readonly start: string;
  readonly end: string;
  /** Samples per second. */
  readonly sampleRate: number;
}

/**
 * Why a row was corrected.
 *
 * - `behind`: there are more samples than it counted.
 * - `ahead`: it counted more samples than there are.
 * - `torn`: its writer was killed while it wrote the row; all samples had reached the file by then.
 * - `times`: its times did not agree with its number of samples.
 * - `has-data`: it said that all samples are zero.
 * - `reference`: it did not lead to its channel, or called it by another name.
 */
export type RowFault = 'behind' | 'ahead' | 'torn' | 'times' | 'has-data' | 'reference';

/**
 * One thing that was found in an MTH5 file, and mended unless the kind says otherwise. `object` is the path of what it is about.
 *
 * - `samples-dropped`: samples at the end of a channel that a killed writer had not told anyone of, and that need not be what it was
 *   given; `before` and `after` are the numbers of samples.
 * - `row-corrected`: the row of a channel in the table.
 * - `row-added`: the table lacked the channel.
 * - `row-removed`: the channel was gone, or had another row; `object` is where the row says that it was.
 * - `table-made`: there was no table of channels, or one that MTH5 does not read.
 * - `table-not-made`: the same, and this implementation of HDF5 cannot make one: nothing was done, `after` says what it lacks.
 * - `attributes-corrected`: times and rate of a channel; those of its run, station and survey are brought up to date with them.
 * - `run-list-corrected`: the attribute of a station that lists its runs, as JSON.
 * - `session-ended`: the file said that a session goes on.
 */
export type Mth5Finding =
  | { readonly kind: 'samples-dropped'; readonly object: string; readonly before: number; readonly after: number }
  | {
      readonly kind: 'row-corrected';
      readonly object: string;
      readonly fault: RowFault;
      readonly before: RowState;
      readonly after: RowState;
    }
  | { readonly kind: 'row-added'; readonly object: string; readonly before: undefined; readonly after: RowState }
  | { readonly kind: 'row-removed'; readonly object: string; readonly before: RowState; readonly after: undefined }
  | { readonly kind: 'table-made'; readonly object: string; readonly before: string; readonly after: string }
  | { readonly kind: 'table-not-made'; readonly object: string; readonly before: string; readonly after: string }
  | {
      readonly kind: 'attributes-corrected';
      readonly object: string;
      readonly before: AttributeState;
      readonly after: AttributeState;
    }
  | { readonly kind: 'run-list-corrected'; readonly object: string; readonly before: string; readonly after: string }
  | { readonly kind: 'session-ended'; readonly object: string; readonly before: number; readonly after: number };

/** What of a row the findings tell. */
export function rowState({ n_samples, start, end, has_data }: RowState): RowState {
  return { n_samples, start, end, has_data };
}
