import { dtypes, elementSize, type Dataset, type Group, type Hdf5File } from '@h5tail/adapter';
import { createData, createEntry } from '../nexus/create-group.js';
import { blockChunkLength } from './block-plan.js';
import { chunkForResults } from './chunk-for-results.js';
import type { ResultPlan, ResultWriterOptions } from './result-writer-options.js';

/** More ones than an image has axes tell a follower nothing. */
const mostKeyOnes = 2;
/** Keys of a chunk: all of it is written again at each flush. */
const keysPerChunk = 1024;

/** The datasets of a file of results. */
export interface ResultFile {
  readonly group: Group;
  /** In the order of the plans. */
  readonly results: readonly Dataset[];
  readonly keys: Dataset<typeof dtypes.int32>;
  readonly finished: Dataset<typeof dtypes.int32>;
}

/**
 * Creates groups and datasets for results, with what `prepare` adds, and starts SWMR mode. Only what every backend can
 * create is used.
 *
 * @throws Hdf5Error
 */
export async function createResultFile(file: Hdf5File, options: ResultWriterOptions): Promise<ResultFile> {
  const { maxShape, results: plans, entry: entryName = 'entry', group: groupName = 'results', prepare } = options;
  const entry = (await file.root.has(entryName))
    ? await file.root.group(entryName)
    : await createEntry(file.root, entryName);
  const group = await createData(entry, groupName);
  const shape = maxShape.map((extent) => extent ?? 0);
  const results: Dataset[] = [];
  for (const [name, plan] of Object.entries(plans)) {
    const { dtype, shape: frameShape = [], filters } = plan;
    const dataset = await group.createDataset(name, {
      dtype,
      shape: [...shape, ...frameShape],
      maxShape: [...maxShape, ...frameShape],
      chunks: plan.chunks ?? chunksOf(plan, options),
      ...(filters === undefined ? {} : { filters }),
    });
    results.push(dataset);
  }
  await group.attributes.set('signal', Object.keys(plans)[0] as string);

  const ones = keyOnes(Object.values(plans));
  const keys = await entry.createDataset('keys', {
    dtype: dtypes.int32,
    // Some readers fail on a key dataset without a key. One that is not set says the same.
    shape: [...maxShape.map((extent) => extent ?? 1), ...ones],
    maxShape: [...maxShape, ...ones],
    chunks: [...keyChunks(maxShape), ...ones],
  });
  // In a chunk of its own and written now, so that its place is below the end that the file tells until it is closed.
  const finished = await entry.createDataset('finished', {
    dtype: dtypes.int32,
    shape: [1],
    chunks: [1],
    data: Int32Array.of(0),
  });
  await prepare?.(group);
  await file.startSwmrWrite();
  return { group, results, keys, finished };
}

function chunksOf({ dtype, shape = [] }: ResultPlan, { maxShape, blockLength }: ResultWriterOptions): number[] {
  if (blockLength === undefined) return chunkForResults(maxShape, shape, elementSize(dtype));
  const length = blockChunkLength({ shape: maxShape, blockLength });
  return [...maxShape.slice(1).map(() => 1), length, ...shape];
}

/** Followers take the ones at the end for the axes of the frames. */
function keyOnes(plans: readonly ResultPlan[]): number[] {
  const frameRank = Math.max(...plans.map(({ shape = [] }) => shape.length));
  return Array.from({ length: Math.min(frameRank, mostKeyOnes) }, () => 1);
}

/** As many of the fastest axes as fit. */
function keyChunks(maxShape: readonly (number | null)[]): number[] {
  let left = keysPerChunk;
  return maxShape
    .toReversed()
    .map((extent) => {
      const length = Math.max(1, Math.min(extent ?? left, left));
      left = Math.floor(left / length);
      return length;
    })
    .toReversed();
}
