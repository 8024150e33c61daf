import type { Decode, MakeDecoder } from './thread-decoders.js';

/** See `decode-chunk.js`. */
export function decodeChunk(stored: Uint8Array, pipeline: readonly Decode[], mask: number, output: Uint8Array): void;

/** See `decoders.js`. */
export const decoders: ReadonlyMap<number, MakeDecoder>;

/** A box of elements in an array in row-major order. */
export interface BoxPlace {
  /** Of the whole array. */
  readonly bytes: Uint8Array;
  /** Elements per axis, slowest axis first. */
  readonly shape: ArrayLike<number>;
  /** First element of the box along each axis. */
  readonly start: ArrayLike<number>;
}

/** See `copy-box.js`. */
export function copyBox(from: BoxPlace, to: BoxPlace, count: ArrayLike<number>, elementBytes: number): void;
