/** What `write-results.mjs` uses, on the backend wasm. */
export { dtypes, openFile } from '@h5tail/adapter';
export { framePattern } from '../../../../adapter-conformance/src/live-writer/frame-pattern.js';
export { wasmAdapter as createAdapter } from '../../../../wasm/src/index.js';
export { ResultWriter } from '../../../src/index.js';
