/** What the programs use, on the backend wasm. */
export { patternIoGroups, patternMessages } from '../message-pattern.js';
export { wasmAdapter as createAdapter } from '../../../wasm/src/index.js';
export { RawFileWriter, toRawFile } from '../../src/index.js';
