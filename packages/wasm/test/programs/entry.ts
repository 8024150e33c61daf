/**
 * What the programs of the tests use, bundled so that processes and workers can import it without a build.
 *
 * @module
 */
export { openFile } from '@h5tail/adapter';
export { wasmAdapter } from '../../src/index.js';
