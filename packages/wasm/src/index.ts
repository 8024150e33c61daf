/**
 * The embedded backend of h5tail: HDF5 as WebAssembly.
 *
 * @module
 */
export { wasmAdapter } from './adapter.js';
