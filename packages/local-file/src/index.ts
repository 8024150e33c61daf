/**
 * What a file on a local disk tells without HDF5: its superblock with the writer's flags, the faults that keep it from
 * being opened, its changes, and how the elements of a dataset are stored.
 *
 * Adapters use it so that the same fault gets the same code on each of them.
 *
 * @module
 */
export { changeNotification, type ChangeNotification } from './change-notification.js';
export { checkFile } from './check-file.js';
export { chunkAt } from './chunk-at.js';
export { openChunkIndex, type ChunkIndex, type ChunkPlaces } from './chunk-index.js';
export { readDatasetExtents } from './dataset-extents.js';
export { readDatasetFormat, type DatasetFormat } from './dataset-format.js';
export { openStoredDataset, type ElementStorage, type StoredDataset } from './element-storage.js';
export { fileSystemOf, type FileSystem } from './file-system.js';
export { lookup3 } from './lookup3.js';
export { readSuperblock, readSuperblockOf, readWriterState, type SuperblockOnDisk } from './read-superblock.js';
export { setEndOfFile } from './set-end-of-file.js';
export { descriptorSize, readSequences, type Sequences } from './stored-sequences.js';
export { readStoredAttributeDatatype, readStoredDatatype } from './stored-datatype.js';
export { readStoredFillValue } from './stored-fill-value.js';
export { KnownPlaces } from './stored-elements/known-places.js';
export { prepareResult, type ReadResult } from './stored-elements/read-result.js';
export { readRuns } from './stored-elements/read-runs.js';
export { bytesForThread, readStoredElements } from './stored-elements/read-stored-elements.js';
export { storedRuns, type StoredElements, type StoredRun } from './stored-elements/stored-runs.js';
export { hasSignature, parseSuperblock, superblockLimit, type Superblock } from './superblock.js';
export { systemFault } from './system-fault.js';
export { watchFile } from './watch-file.js';
