import type { Dataset } from '@h5tail/adapter';
import type { KeyFollowerOptions } from '@h5tail/follower';
import type { DatasetsByName } from './frames-by-name.js';
import type { Partition } from './points/point-selection.js';
import type { Region } from './reading/region.js';

/** Lists of datasets that take turns to hold the frames of a stack, by the names that the frames get. */
export type InterleavedByName = Readonly<Record<string, readonly Dataset[]>>;

/**
 * All datasets of a source by name; of those that take turns one stands for the list. Lists whose names are not known at
 * compile time do not count.
 */
export type SourceDatasets<
  Datasets extends DatasetsByName,
  Interleaved extends InterleavedByName,
> = string extends keyof Interleaved
  ? Datasets
  : Datasets & { readonly [Name in keyof Interleaved]: Interleaved[Name][number] };

/** How frames are read, whatever tells that they may be. */
export interface ReadingOptions {
  /**
   * Part of each frame to read: one entry per axis of the frame. For all datasets, or by name; datasets without an entry
   * are read whole. Default: everything.
   */
  readonly region?: Region | Readonly<Record<string, Region>>;
  /** How long to wait for a frame that lags behind its key, in milliseconds. Default: `timeoutMs`. */
  readonly retryBudgetMs?: number;
  /**
   * What a frame is taken for that comes through a virtual dataset and holds nothing but a fill value, while a writer has
   * one of its files. `wait`: for one that is not there yet, while a source file cannot be read, or where the fill value is
   * one that somebody chose; it is read again for `retryBudgetMs`, then the fault is thrown. Zeros count when they stay for
   * some sixty milliseconds. `read`: for data. Default: `wait`.
   */
  readonly fillFrames?: 'wait' | 'read';
  /**
   * Bytes of frames that may be read while another one is being processed. Compressed frames are decompressed on other
   * threads meanwhile, where the backend does that. Default: where a dataset is compressed 8 MiB, or eight reads and at
   * most 64 MiB where these are larger; else 0.
   */
  readonly readAheadBytes?: number;
  /**
   * Whom the memory of the frames belongs to. `own`: the caller, for good. `reused`: the source, which reads the next
   * frames into it; then a frame may be looked at until the next one is asked for, and has to be copied to be kept. That
   * is faster for raw frames, because fresh memory costs more than reading. Default: `own`.
   */
  readonly memory?: 'own' | 'reused';
}

/** Options of a {@link DataSource}. */
export interface DataSourceOptions<
  Datasets extends DatasetsByName = DatasetsByName,
  Interleaved extends InterleavedByName = InterleavedByName,
>
  extends KeyFollowerOptions, ReadingOptions {
  /** The datasets to read at each point, by the names that the frames get. */
  readonly datasets?: Datasets;
  /**
   * Datasets that take turns, by the names that the frames get: of n datasets, point i is frame floor(i / n) of number
   * i mod n. Only for stacks. At least one dataset has to be given, here or in `datasets`.
   */
  readonly interleaved?: Interleaved;
  /** Takes every n-th point: those whose index is a multiple of it. Default: 1. */
  readonly every?: number;
  /** Takes the part of the points that one of several processes is to do. Default: all. */
  readonly partition?: Partition;
  /**
   * What happens to points that become ready while the caller is busy. `wait`: they are handed out later, every one of
   * them. `latest`: only the newest is, for those who look at the scan as it is now. Default: `wait`.
   */
  readonly backPressure?: 'wait' | 'latest';
}
