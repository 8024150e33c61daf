import type { Slab } from '@h5tail/adapter';
import type { AxisRange } from './frame.js';
import type { DatasetsByName, FramesByName } from './frames-by-name.js';

/** One point of a scan with its frames. */
export interface ScanPoint<Datasets extends DatasetsByName = DatasetsByName> {
  /** Number of the point in row-major order. */
  readonly index: number;
  /** Coordinates of the point, one per axis of the scan. */
  readonly position: readonly number[];
  /** The point as ranges, one per axis of the scan, as `createDataset` and `appendData` take it. */
  readonly slice: readonly AxisRange[];
  /** Largest extents of the scan; `null` along an axis without a limit. */
  readonly maxShape: readonly (number | null)[];
  /** One frame per dataset, in the order of the datasets given. */
  readonly frames: FramesByName<Datasets>;
}

/** The frames of several points, as one array per dataset. */
export interface PointBatch<Datasets extends DatasetsByName = DatasetsByName> {
  /** Numbers of the points in row-major order, equally far apart. */
  readonly indices: readonly number[];
  /** Coordinates of the first of them; the others differ in the last axis of the scan. */
  readonly position: readonly number[];
  /** Largest extents of the scan; `null` along an axis without a limit. */
  readonly maxShape: readonly (number | null)[];
  /** One array per dataset: its first axis are the points, the others those of a frame. */
  readonly slabs: SlabsByName<Datasets>;
}

type SlabsOf<Datasets extends DatasetsByName> = {
  readonly [Name in keyof Datasets]: string extends Name ? Slab | undefined : Slab<Datasets[Name]['dtype']>;
};

/** The frames of a batch, one slab per dataset, in the order of the datasets given. */
export interface SlabsByName<Datasets extends DatasetsByName = DatasetsByName> extends ReadonlyMap<string, Slab> {
  get<Name extends keyof Datasets & string>(name: Name): SlabsOf<Datasets>[Name];
}
