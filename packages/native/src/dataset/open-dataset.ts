import { readWriterState } from '@h5tail/local-file';
import { requireDataset, storageFiles } from '@h5tail/local-file/objects';
import type { DatasetId } from '../c/identifiers.js';
import type { NativeObjects } from '../file/native-objects.js';
import { describeDataset, type DatasetDescription } from './dataset-description.js';
import type { OpenDataset } from './open-datasets.js';

/** A dataset as it was found by its path. */
export interface DescribedDataset {
  /** Whether it was opened just now. */
  readonly isNew: boolean;
  readonly open: OpenDataset;
  readonly description: DatasetDescription;
  readonly storageFiles: readonly string[];
}

/** Opens a dataset, or finds it open, and describes it. @throws Hdf5Error where there is none. */
export function openDataset(objects: NativeObjects, path: string): DescribedDataset {
  requireDataset(objects, path);
  const { datasets } = objects.instance.thread;
  const { dataset: open, isNew } = objects.withHoldingFile(path, () => datasets.at(objects, path));
  const description = describeDataset(objects, open.id as DatasetId, path);
  const files = storageFiles(objects, path, description.sources ?? []);
  if (description.sources !== undefined && open.sources.length === 0) keepSourcesOpen(objects, open, files);
  return { isNew, open, description, storageFiles: files };
}

/** HDF5 would open them by itself, but with the ends that their superblocks tell; see `leaveEndOfFileOpen`. */
function keepSourcesOpen({ file, instance }: NativeObjects, { sources }: OpenDataset, files: readonly string[]): void {
  for (const source of files) {
    if (source === file || readWriterState(source) !== 'swmr-writing') continue;
    try {
      sources.push(instance.openForReading(source).id);
    } catch {
      // To HDF5 its elements are not written yet.
    }
  }
}
