/** What `write-results.mjs` uses, on the backend native. */
export { dtypes, openFile } from '@h5tail/adapter';
export { framePattern } from '../../../../adapter-conformance/src/live-writer/frame-pattern.js';
export { nativeAdapter as createAdapter } from '../../../../native/src/index.js';
export { ResultWriter } from '../../../src/index.js';
