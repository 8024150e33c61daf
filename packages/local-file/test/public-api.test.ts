import { expect, it } from 'vitest';
import * as decoding from '../src/decoding.js';
import * as api from '../src/index.js';
import * as objects from '../src/objects.js';
import * as recovery from '../src/recovery.js';

it('exports this to tools and adapters', () => {
  expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
    [
      "KnownPlaces",
      "bytesForThread",
      "changeNotification",
      "checkFile",
      "chunkAt",
      "descriptorSize",
      "fileSystemOf",
      "hasSignature",
      "lookup3",
      "openChunkIndex",
      "openStoredDataset",
      "parseSuperblock",
      "prepareResult",
      "readDatasetExtents",
      "readDatasetFormat",
      "readRuns",
      "readSequences",
      "readStoredAttributeDatatype",
      "readStoredDatatype",
      "readStoredElements",
      "readStoredFillValue",
      "readSuperblock",
      "readSuperblockOf",
      "readWriterState",
      "setEndOfFile",
      "storedRuns",
      "superblockLimit",
      "systemFault",
      "watchFile",
    ]
  `);
});

it('exports this to those who write an adapter', () => {
  expect(Object.keys(objects).toSorted()).toMatchInlineSnapshot(`
    [
      "LiveFile",
      "LocalAttributes",
      "LocalGroup",
      "LocalHandle",
      "LocalHdf5File",
      "OpenFiles",
      "OpenState",
      "SharedFile",
      "StoredRefresh",
      "checkNewDataset",
      "checkPlaceForNew",
      "checkSkeleton",
      "chunkCorner",
      "chunkNotStored",
      "commonWriterState",
      "holdingFile",
      "holdsSequences",
      "identityOf",
      "isSameFile",
      "linkedFile",
      "mayBeTransient",
      "missingObject",
      "noPointers",
      "place",
      "readSequenceElements",
      "readWhileWritten",
      "requireDataset",
      "requireObject",
      "requireSameDtype",
      "requireSameFile",
      "selectElements",
      "sourceFiles",
      "statusOf",
      "storageFiles",
      "systemReason",
      "transient",
      "unreadableFiles",
      "wrongKind",
    ]
  `);
});

it('exports this to those who decode chunks', () => {
  expect(Object.keys(decoding).toSorted()).toEqual([
    'DecodePool',
    'DecoderSet',
    'SharedDescriptor',
    'damagedChunk',
    'decodeChunks',
    'forgetWorker',
    'newWorkerState',
    'readChunksDecoded',
  ]);
});

it('exports this to those who mend files', () => {
  expect(Object.keys(recovery).toSorted()).toEqual([
    'beginUndo',
    'findUndo',
    'findWriters',
    'forgetUndo',
    'inspectFile',
    'recoverFile',
    'remainsBehind',
    'tornCollections',
    'undoChange',
    'undoPath',
    'writeChanges',
    'writersText',
  ]);
});
