/** What the programs use, on the backend native. */
export { patternIoGroups, patternMessages } from '../message-pattern.js';
export { nativeAdapter as createAdapter } from '../../../native/src/index.js';
export { RawFileWriter, toRawFile } from '../../src/index.js';
