/**
 * Frames of a scan as another process writes them, and datasets of the scan's shape for what is computed from them.
 *
 * @example
 * ```ts
 * const source = new DataSource({
 *   keys: [await file.dataset('/entry/keys')],
 *   datasets: { image: await file.dataset('/entry/data/frames', 'uint16') },
 * });
 * for await (const { index, position, frames } of source) show(position, frames.get('image').data);
 * ```
 *
 * @module
 */
export { appendData } from './results/append-data.js';
export { ChunkSource, type ChunkItem, type ChunkSourceOptions } from './chunk-source.js';
export { createDataset, type CreateResultsOptions } from './results/create-dataset.js';
export type { DataSourceOptions, InterleavedByName, ReadingOptions, SourceDatasets } from './data-source-options.js';
export { DataSource } from './data-source.js';
export { FrameReader, type FrameReaderOptions, type ReadFrameOptions } from './frame-reader.js';
export type { AxisRange, Frame } from './frame.js';
export type { DatasetsByName, FramesByName } from './frames-by-name.js';
export type { Partition } from './points/point-selection.js';
export type { Region } from './reading/region.js';
export type { PointBatch, ScanPoint, SlabsByName } from './scan-point.js';
export { unravelIndex } from '@h5tail/follower';
export { rowSlice } from './coordinates/row-slice.js';
export { scanPosition, type ScanOrder } from './coordinates/scan-order.js';
export { snakePosition, snakeRowPosition, type SnakeRowPosition } from './coordinates/snake-position.js';
export { stackToGrid } from './coordinates/stack-to-grid.js';
export { copyAxes, type CopyAxesOptions } from './nexus/copy-axes.js';
export { createData, createEntry, type CreateNexusGroupOptions } from './nexus/create-group.js';
export {
  blockChunkLength,
  planBlock,
  planRemainder,
  type Block,
  type BlockScan,
  type BlockWrite,
} from './results/block-plan.js';
export { joinBlocks } from './results/joined-blocks.js';
export { ResultWriter } from './results/result-writer.js';
export type { ResultPlan, ResultPlans, ResultValues, ResultWriterOptions } from './results/result-writer-options.js';
export type { OrderedScan, RowRun } from './results/row-runs.js';
export { untilReadable, type ReadableOutcome, type UntilReadableOptions } from './readable/until-readable.js';
export { whenReadable, type WhenReadableOptions } from './readable/when-readable.js';
