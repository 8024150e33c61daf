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
export { createDataset, type CreateResultsOptions } from './results/create-dataset.js';
export { DataSource, type DataSourceOptions, type ScanPoint } from './data-source.js';
export { FrameReader, type FrameReaderOptions, type ReadFrameOptions } from './frame-reader.js';
export type { AxisRange, Frame } from './frame.js';
export type { DatasetsByName, FramesByName } from './frames-by-name.js';
export { unravelIndex } from '@h5tail/follower';
