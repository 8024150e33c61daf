/**
 * An adapter that keeps its files in memory, and one that counts what is done with another: for unit tests.
 *
 * @example
 * ```ts
 * import { dtypes, openFile } from '@h5tail/adapter';
 * import { countingAdapter, memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
 *
 * const disk = new MemoryDisk();
 * const adapter = countingAdapter(memoryAdapter({ disk }));
 * await using file = await openFile('/scan.h5', { adapter, mode: 'w' });
 * await file.root.createDataset('keys', { dtype: dtypes.int32, shape: [10] });
 * adapter.counts.elementsRead('/keys'); // 0
 * ```
 *
 * @module
 */
export { AccessCounts, countingAdapter, type CountingAdapter } from './memory/counting-adapter.js';
export { interceptingAdapter, type Interceptor } from './memory/intercepting-adapter.js';
export { memoryAdapter, type MemoryAdapterOptions } from './memory/memory-adapter.js';
export { MemoryDisk } from './memory/memory-disk.js';
export { MemoryScan, type DatasetPlan } from './memory/memory-scan.js';
