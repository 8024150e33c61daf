import { elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { isLongCall } from '../long-call.js';
import type { DatasetTarget } from './dataset-target.js';
import type { ReadResult } from './read-result.js';
import { readRuns, readRunsLater } from './read-runs.js';
import { readWholeChunks } from './read-whole-chunks.js';
import { storedRuns } from './stored-runs.js';
import { chunksOf, wideSelection, type WideSelection } from './wide-selection.js';

/** From how many bytes, or chunks, on it pays to look whether elements are stored as memory holds them. */
const leastBytes = 4 * 1024;
const leastChunks = 16;

/** From how many bytes on a run is worth a call of one of Node's threads. */
const leastRunForThread = 256 * 1024;

/**
 * Reads elements from where they are stored, where they are stored as memory holds them.
 *
 * @param otherwise Reads them in another way, where it turns out later that not all are there.
 * @returns `undefined` where they are not stored so, or not all there.
 */
export function readStored(
  target: DatasetTarget,
  slab: Hyperslab,
  { bytes, finish }: ReadResult,
  otherwise: () => unknown,
): unknown {
  const { description, memoryDtype: held } = target;
  if (!description.isStoredAsHeld || holdsPointers(held)) return undefined;
  const selection = wideSelection(target, slab, elementSize(held));
  if (selection === undefined) return undefined;
  const chunks = chunksOf(selection);
  if (bytes.byteLength < leastBytes && chunks.count < leastChunks) return undefined;
  const isLong = isLongCall(bytes.byteLength, []);
  // HDF5 finds a single chunk as fast.
  if (chunks.areWhole && chunks.count === 1 && selection.stepsPerChunk !== undefined && !isLong) {
    return readWholeChunks(target, selection, bytes) ? finish() : undefined;
  }
  const runs = storedRuns(target, selection);
  if (runs === undefined) {
    return isApt(selection) && !isLong && readWholeChunks(target, selection, bytes) ? finish() : undefined;
  }
  const descriptor = target.objects.open.plainDescriptor as number;
  if (!isLong) return readRuns(descriptor, runs, bytes) ? finish() : undefined;
  if (bytes.byteLength / runs.length < leastRunForThread) return undefined;
  return readRunsLater(descriptor, runs, bytes).then((isComplete) => (isComplete ? finish() : otherwise()));
}

/** Of a chunk that is read in parts HDF5 keeps the rest; and it reads many small ones in less time than it is called. */
function isApt(selection: WideSelection): boolean {
  const { stepBytes, stepsPerChunk = 0 } = selection;
  return chunksOf(selection).areWhole && stepsPerChunk * stepBytes >= leastBytes;
}
