import type { Decode, MakeDecoder } from './thread-decoders.js';

/** See `decode-chunk.js`. */
export function decodeChunk(stored: Uint8Array, pipeline: readonly Decode[], mask: number, output: Uint8Array): void;

/** See `decoders.js`. */
export const decoders: ReadonlyMap<number, MakeDecoder>;
