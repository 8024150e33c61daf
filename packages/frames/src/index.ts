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
export { appendData } from './append-data.js';
export { ChunkSource, type ChunkItem, type ChunkSourceOptions } from './chunk-source.js';
export { createDataset, type CreateResultsOptions } from './create-dataset.js';
export type {
  DataSourceOptions,
  InterleavedByName,
  NoneInterleaved,
  ReadingOptions,
  SourceDatasets,
} from './data-source-options.js';
export { DataSource } from './data-source.js';
export { FrameReader, type FrameReaderOptions, type ReadFrameOptions } from './frame-reader.js';
export type { AxisRange, Frame } from './frame.js';
export type { DatasetsByName, FramesByName } from './frames-by-name.js';
export type { Partition } from './points/point-selection.js';
export type { Region } from './reading/region.js';
export type { PointBatch, ScanPoint, SlabsByName } from './scan-point.js';
export { unravelIndex } from '@h5tail/follower';
