import type { RunLimits } from '../points/cut-into-runs.js';
import type { RunReader } from './run-reader.js';

/** Bytes of frames that are read together: more gains nothing, and would leave the cache of the processor. */
const batchBytes = 2 ** 20;

/** Frames up to this many bytes are copied out of a batch in less time than it takes to read them alone. */
const mostBytesToCopy = 32 * 1024;

/** Bytes that are read ahead unless the caller says otherwise. */
const defaultReadAheadBytes = 64 * 2 ** 20;

/** Batches that are read ahead at most; more of them gain nothing. */
const mostBatchesAhead = 32;

/**
 * Unless the caller says otherwise, no more bytes than these, which the cache of the processor holds, but enough batches
 * for all threads.
 */
const cachedBytes = 8 * 2 ** 20;
const leastBatchesAhead = 8;

/**
 * How many points one read takes.
 *
 * @param pointBytes Bytes of the frames of one point.
 * @param isCopied Whether each frame is copied out of the batch.
 */
export function runLimits(
  readers: Iterable<RunReader>,
  scanRank: number,
  pointBytes: number,
  isCopied: boolean,
): RunLimits {
  const chunkLength = framesPerChunk(readers, scanRank);
  if (pointBytes === Infinity) return { mostPoints: 1, chunkLength };
  const fitting = isCopied && pointBytes > mostBytesToCopy ? 1 : Math.floor(batchBytes / Math.max(pointBytes, 1));
  // What is compressed together is decompressed together: frame by frame would do it again for each.
  const together = isAnyCompressed(readers) ? chunkLength : 1;
  return { mostPoints: Math.max(fitting, together, 1), chunkLength };
}

/** How many batches are read ahead. */
export function batchesAhead(readers: Iterable<RunReader>, bytes: number | undefined, bytesOfBatch: number): number {
  const allowed = bytes ?? (isAnyCompressed(readers) ? defaultReadAheadBytes : 0);
  if (allowed === 0 || bytesOfBatch === Infinity) return 0;
  const batchesIn = (limit: number): number => Math.max(1, Math.floor(limit / Math.max(bytesOfBatch, 1)));
  const most = bytes === undefined ? Math.max(leastBatchesAhead, batchesIn(cachedBytes)) : mostBatchesAhead;
  return Math.min(batchesIn(allowed), most, mostBatchesAhead);
}

/** Frames that a chunk of the first dataset with chunks of several holds along the fastest axis of the scan. */
export function framesPerChunk(readers: Iterable<RunReader>, scanRank: number): number {
  for (const { datasets } of readers) {
    const frames = datasets[0]?.chunks?.[scanRank - 1] ?? 1;
    if (frames > 1) return frames * datasets.length;
  }
  return 1;
}

function isAnyCompressed(readers: Iterable<RunReader>): boolean {
  for (const { datasets } of readers) {
    if (datasets.some(({ filters }) => filters.length > 0)) return true;
  }
  return false;
}
