/**
 * What the programs of the tests use: the package with some of its insides, bundled so that processes and workers can
 * import it without a build.
 *
 * @module
 */
export { dtypes, isHdf5Error, openFile } from '@h5tail/adapter';
export { DecodePool, DecoderSet, newWorkerState } from '@h5tail/local-file/decoding';
export { framePattern } from '../../../adapter-conformance/src/live-writer/frame-pattern.js';
export { declarations } from '../../src/c/declarations.js';
export { Hdf5Library } from '../../src/c/hdf5-library.js';
export { koffiPrototype } from '../../src/c/types.js';
export { Hdf5Thread } from '../../src/hdf5-thread.js';
export { nativeAdapter } from '../../src/index.js';
export { loadLibrary } from '../../src/library/load-library.js';
export { withProcessLock } from '../../src/process-lock.js';
