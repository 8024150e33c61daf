import type { CapabilityName } from '@h5tail/adapter';
import {
  checkCreation,
  creationCapabilities,
  requireCapabilities,
  type CreationLayout,
} from '@h5tail/adapter/implementation';
import type { FileUser, NewDatasetOptions } from './file-user.js';

/**
 * Checks a new dataset against what the backend can do and against itself, without HDF5.
 *
 * @throws Hdf5Error `UNSUPPORTED` naming the capability, `WRONG_SHAPE`.
 */
export function checkNewDataset(
  { adapter, state }: Pick<FileUser, 'adapter' | 'state'>,
  path: string,
  options: NewDatasetOptions,
): CreationLayout {
  const place = { file: state.path, object: path };
  requireCapabilities(adapter, neededCapabilities(options), place);
  return checkCreation(options, place);
}

function neededCapabilities(options: NewDatasetOptions): CapabilityName[] {
  return [
    ...(options.shape === null ? (['createNullDataspace'] as const) : []),
    ...(options.fillValue === undefined ? [] : (['createFillValue'] as const)),
    ...((options.filters ?? []).length > 1 ? (['createFilterPipeline'] as const) : []),
    ...creationCapabilities(options.dtype),
  ];
}
