import type { Slab } from '@h5tail/adapter';
import type { PointRun } from '../points/point-run.js';

/** The frames of a run of points, read together. */
export interface FrameBatch {
  readonly run: PointRun;
  /** By the names of the datasets; the first axis of each are the points of the run. */
  readonly slabs: ReadonlyMap<string, Slab>;
}
