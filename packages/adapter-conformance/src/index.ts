/**
 * The suite that every adapter of h5tail must pass.
 *
 * @example
 * ```ts
 * import { describeAdapter } from '@h5tail/adapter-conformance';
 * import { wasmAdapter } from '@h5tail/wasm';
 *
 * describeAdapter({ name: 'wasm', createAdapter: () => wasmAdapter() });
 * ```
 *
 * @module
 */
export { CaseContext } from './case-context.js';
export type { AdapterUnderTest, CaseGroup, CaseNeed, ConformanceCase } from './conformance-case.js';
export { conformanceCases } from './conformance-cases.js';
export { describeAdapter, type DescribeAdapterOptions } from './describe-adapter.js';
export { applies, runCase } from './run-case.js';
export { FileStorage } from './storage/file-storage.js';
export { MemoryStorage } from './storage/memory-storage.js';
export type { DrivenWriter, TestStorage } from './storage/test-storage.js';
