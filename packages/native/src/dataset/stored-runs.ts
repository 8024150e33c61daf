import { nowhere } from '../c/constants.js';
import { chunkIndexOf } from './chunk-index.js';
import type { DatasetTarget } from './dataset-target.js';
import { chunksOf, type WideSelection } from './wide-selection.js';

/** Bytes of the file that hold selected elements. */
export interface StoredRun {
  /** First byte, from the beginning of the file. */
  readonly position: number;
  byteLength: number;
}

/**
 * Where selected elements lie in the file, in their order. Chunks that lie side by side, as those of a growing dataset
 * mostly do, make one run.
 *
 * The file's own index of chunks is read for it: HDF5 tells the place of a chunk only after it has looked at all chunks
 * before (until 1.14 at least).
 *
 * @returns `undefined` where that is not certain, and where something was never written.
 */
export function storedRuns(target: DatasetTarget, selection: WideSelection): StoredRun[] | undefined {
  const { start, stop, stepBytes, stepsPerChunk } = selection;
  if (stepsPerChunk !== undefined) return runsInChunks(target, selection, stepsPerChunk);
  if (target.objects.open.plainDescriptor === null) return undefined;
  const address = target.objects.instance.thread.library.c.H5Dget_offset(target.id);
  if (BigInt(address) === nowhere) return undefined;
  return [{ position: Number(address) + start * stepBytes, byteLength: (stop - start) * stepBytes }];
}

function runsInChunks(target: DatasetTarget, selection: WideSelection, stepsPerChunk: number): StoredRun[] | undefined {
  const { plainDescriptor: descriptor } = target.objects.open;
  const index = chunkIndexOf(target);
  if (descriptor === null || index?.isFiltered !== false || index.steps[0] !== 1) return undefined;
  const { start, stop, stepBytes } = selection;
  const firstChunk = Math.floor(start / stepsPerChunk);
  const positions = index.places(descriptor, firstChunk, chunksOf(selection).count)?.positions;
  if (positions === undefined) return undefined;
  const runs: StoredRun[] = [];
  let [end, last]: [number, StoredRun | undefined] = [-1, undefined];
  for (const [i, position] of positions.entries()) {
    if (position < 0) return undefined;
    const first = (firstChunk + i) * stepsPerChunk;
    const [from, to] = [Math.max(start, first), Math.min(stop, first + stepsPerChunk)];
    const begin = position + (from - first) * stepBytes;
    const byteLength = (to - from) * stepBytes;
    if (last !== undefined && begin === end) last.byteLength += byteLength;
    else runs.push((last = { position: begin, byteLength }));
    end = begin + byteLength;
  }
  return runs;
}
