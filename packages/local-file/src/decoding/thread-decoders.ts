import type { DecodableFilter } from './decoder-set.js';

/**
 * Undoes one filter.
 *
 * @param output Memory that the result may be put into; what does not fit in there is a fault.
 * @returns The result: a part of `output`, of `input`, or memory of its own.
 * @throws Where the bytes make no sense.
 */
export type Decode = (input: Uint8Array, output: Uint8Array) => Uint8Array;

/** @throws Where there is nothing to decode such a filter with. */
export type MakeDecoder = (filter: DecodableFilter) => Decode;

/** What a thread decodes with, and where it has the results put. */
export interface ThreadDecoders {
  /** By the registered numbers of filters. */
  readonly decoders: ReadonlyMap<number, MakeDecoder>;
  /** Memory of the thread that asked, by its address; `undefined` where it cannot be had. */
  readonly memoryAt?: (address: bigint, length: number) => Uint8Array | undefined;
}
