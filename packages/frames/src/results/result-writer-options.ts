import type { DataOf, Filter, Group, NumberDtype } from '@h5tail/adapter';
import type { Clock } from '@h5tail/follower';
import type { ScanOrder } from '../coordinates/scan-order.js';
import type { AxisRange } from '../frame.js';

/** One result per point of the scan. */
export interface ResultPlan<D extends NumberDtype = NumberDtype> {
  readonly dtype: D;
  /** Extents of the result of one point. Default: `[]`, one number. */
  readonly shape?: readonly number[];
  /**
   * Extents of a chunk: the axes of the scan, then those of the result. Default: with `blockLength` one block of a row, else
   * one result, or for results of fewer than 10 elements the whole scan, from 1 KiB to about 1 MiB.
   */
  readonly chunks?: readonly number[];
  /** Filters in the order of writing. Default: none. */
  readonly filters?: readonly Filter[];
}

/** The results by their names, which are also those of their datasets. */
export type ResultPlans = Readonly<Record<string, ResultPlan>>;

/** Values of one point or of consecutive ones, one array per result. */
export type ResultValues<Plans extends ResultPlans = ResultPlans> = {
  readonly [Name in keyof Plans]: DataOf<Plans[Name]['dtype']>;
};

/** Options of `ResultWriter.create`. */
export interface ResultWriterOptions<Plans extends ResultPlans = ResultPlans> {
  /**
   * Largest extents of the scan, slowest axis first, as a scan point has it. `null` for the slowest axis: the datasets grow
   * as points come; else they have their whole extents from the begin.
   */
  readonly maxShape: readonly (number | null)[];
  /** In which order the points are counted. Default: `raster`, as the indices of a `DataSource` are. */
  readonly order?: ScanOrder;
  /** The results; at least one. The first is the `signal` of the group. */
  readonly results: Plans;
  /**
   * Points that come together. Each chunk then holds one block of a row and is written once, whole, as soon as its last
   * block is there. Default: no blocks, each point is written as it comes.
   */
  readonly blockLength?: number;
  /** Name of the `NXentry`, which is created where it is not there. Default: `entry`. */
  readonly entry?: string;
  /** Name of the `NXdata` in it, which is created. Default: `results`. */
  readonly group?: string;
  /** Creates more, for example axes, before SWMR mode starts and fixes the structure of the file. */
  readonly prepare?: (group: Group) => Promise<unknown>;
  /**
   * Shortest time between two flushes, in milliseconds. Points that come less often are readable at once, points that come
   * faster together after this time. 0: each call flushes. Default: 10.
   */
  readonly flushEveryMs?: number;
  /** Points after which to flush although the time is not over. Default: no limit. */
  readonly flushEveryPoints?: number;
  /** Told which points have become readable, as ranges of their numbers. Must not throw. */
  readonly onReadable?: (points: readonly AxisRange[]) => void;
  /** Where the time comes from. Default: the system's. */
  readonly clock?: Clock;
}
