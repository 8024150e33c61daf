/**
 * For those who write an adapter on an HDF5 library that opens local files: groups, attributes, links and the file
 * itself, on the few calls into HDF5 that they take. What finds a fault here finds the same on each such adapter.
 *
 * @module
 */
export { chunkCorner, chunkNotStored } from './objects/chunk-corner.js';
export { checkNewDataset } from './objects/check-new-dataset.js';
export {
  identityOf,
  isSameFile,
  requireSameFile,
  statusOf,
  type FileIdentity,
  type FileStatus,
} from './objects/file-identity.js';
export type { FileUser, NewDatasetOptions, OpenFileUser } from './objects/file-user.js';
export { holdingFile } from './objects/holding-file.js';
export { linkedFile, sourceFiles } from './objects/linked-file.js';
export { LiveFile } from './objects/live-file.js';
export { LocalAttributes } from './objects/local-attributes.js';
export { LocalGroup } from './objects/local-group.js';
export { LocalHandle, type HandleParts } from './objects/local-handle.js';
export { LocalHdf5File } from './objects/local-hdf5-file.js';
export { checkPlaceForNew, checkSkeleton, place, systemReason } from './objects/new-file.js';
export type { AttributeAccess, FileAccess, ObjectAccess } from './objects/object-access.js';
export { noPointers } from './objects/no-pointers.js';
export { OpenFiles, type FileCalls } from './objects/open-files.js';
export { OpenState, type Place } from './objects/open-state.js';
export { holdsSequences, readSequenceElements, type SequenceElements } from './objects/read-sequence-elements.js';
export { missingObject, requireDataset, requireObject, wrongKind } from './objects/require-object.js';
export { requireSameDtype } from './objects/require-same-dtype.js';
export { selectElements } from './objects/select-elements.js';
export { SharedFile, type SharedFileCalls } from './objects/shared-file.js';
export { commonWriterState, storageFiles, unreadableFiles } from './objects/storage-files.js';
export { StoredRefresh } from './objects/stored-refresh.js';
export { mayBeTransient, readWhileWritten, transient, type ReadWhileWritten } from './objects/transient-read.js';
