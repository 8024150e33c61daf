import type { ChunkInfo, Dataset } from '@h5tail/adapter';
import type { Interceptor } from '@h5tail/adapter-conformance/memory';

/** The reader's questions which chunks are stored: `/data 10,0`. */
export type ChunkQuestions = string[];

/**
 * Gives the datasets of a memory file `chunkInfo`: a chunk counts as stored once an element of it is not zero, as far as
 * the reader has refreshed.
 */
export function storedChunks(questions: ChunkQuestions = [], interceptor: Interceptor = {}): Interceptor {
  return {
    ...interceptor,
    dataset: (dataset) => ({
      ...(dataset.chunks === null ? {} : { chunkInfo: askedFor(dataset, questions) }),
      ...interceptor.dataset?.(dataset),
    }),
  };
}

function askedFor(
  dataset: Dataset,
  questions: ChunkQuestions,
): (offset: readonly number[]) => Promise<ChunkInfo | null> {
  return async (offset) => {
    questions.push(`${dataset.path} ${offset.join()}`);
    const chunks = dataset.chunks ?? [];
    const box = offset.map((start, axis): [number, number] => {
      const stop = start + (chunks[axis] as number);
      return [start, Math.min(stop, dataset.shape?.[axis] as number)];
    });
    const { data } = await dataset.read(box);
    return (data as Int32Array).some((value) => value !== 0) ? { offset, address: 4096, size: 1, filterMask: 0 } : null;
  };
}
