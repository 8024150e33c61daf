/**
 * Decodes chunks in threads of their own, without HDF5: for those who write an adapter.
 *
 * @module
 */
export { damagedChunk, type CheckedChunks } from './decoding/damaged-chunk.js';
export { DecodePool, type DecodePoolOptions } from './decoding/decode-pool.js';
export { DecoderSet, type DecodableFilter, type DecoderExtension } from './decoding/decoder-set.js';
export { decodeChunks, readChunksDecoded, type ChunkedRead } from './decoding/read-chunks.js';
export type { Decode, MakeDecoder, ThreadDecoders } from './decoding/thread-decoders.js';
export { forgetWorker, newWorkerState, type WorkerState } from './decoding/worker-pause.js';
export { SharedDescriptor } from './decoding/shared-descriptor.js';
