import type { Dtype, Filter } from '@h5tail/adapter';
import type { DatasetId } from '../c/identifiers.js';
import type { NativeObjects } from '../file/native-objects.js';

/** An open dataset to write encoded elements to. */
export interface WriteTarget {
  readonly objects: NativeObjects;
  readonly id: DatasetId;
  readonly path: string;
  readonly filters: readonly Filter[];
}

/** An open dataset to read from. */
export interface DatasetTarget extends WriteTarget {
  /** As stored. */
  readonly dtype: Dtype;
  /** As held in memory. */
  readonly memoryDtype: Dtype;
}
