import type { Dtype, Filter } from '@h5tail/adapter';
import type { DatasetId } from '../c/identifiers.js';
import type { NativeObjects } from '../file/native-objects.js';
import type { DatasetDescription } from './dataset-description.js';
import type { OpenDataset } from './open-datasets.js';

/** An open dataset to write encoded elements to. */
export interface WriteTarget {
  readonly objects: NativeObjects;
  /** To be asked for only where HDF5 is needed, which may then have to catch up with the file. */
  readonly id: DatasetId;
  readonly path: string;
  readonly filters: readonly Filter[];
}

/** An open dataset to read from. */
export interface DatasetTarget extends WriteTarget {
  readonly open: OpenDataset;
  readonly description: DatasetDescription;
  /** As stored. */
  readonly dtype: Dtype;
  /** As held in memory. */
  readonly memoryDtype: Dtype;
  /** Whether all of it is in the file that `objects` has open. */
  readonly isAlone: boolean;
  /** Whether that is so, and no writer of this process changes it. */
  readonly isReadOnlyHere: boolean;
}
