import * as zlib from 'node:zlib';
import { filterIds, type Filter } from '@h5tail/adapter';
import type { SetMessage } from './decode-thread.js';

/** A filter as the threads are told of it. */
export interface DecodableFilter {
  readonly id: number;
  readonly options: readonly number[];
  /** What undoes it, where that is a plug-in of HDF5: its own function, or one that it was linked with. */
  readonly plugin?: { readonly path: string; readonly isCalledItself: boolean };
}

/** What a backend adds to the decoders that there are anyway: deflate, shuffle and fletcher32. */
export interface DecoderExtension {
  /**
   * Address of a module that exports `decoderSet(data)`, which returns `ThreadDecoders`. Each thread imports it.
   */
  readonly module: string;
  /** What it is called with; a structured clone. */
  readonly data: unknown;
  /** A filter that it decodes, with all that its threads need for it; `undefined` for others. */
  readonly decodable: (filter: Filter) => DecodableFilter | undefined;
  /** The address of memory that the extension's `memoryAt` finds; results are then put straight into it. */
  readonly addressOf?: (bytes: Uint8Array) => bigint;
}

/** Registered numbers of deflate, shuffle and fletcher32, which take nothing but Node. */
const builtIn: readonly number[] = [1, 2, 3];

let lastSet = 0;

/** The filters that can be decoded without HDF5. */
export class DecoderSet {
  /** By which the threads know it. */
  readonly number: number;
  /** What tells a thread of it; `undefined` where there is nothing to tell. */
  readonly message: SetMessage | undefined;
  readonly addressOf: ((bytes: Uint8Array) => bigint) | undefined;
  readonly #extension: DecoderExtension | undefined;
  readonly #plugins: readonly number[];

  /**
   * @param plugins Registered numbers of filters that HDF5 has a plug-in for, which what this package decodes itself may
   * stand for where the extension does not: LZ4, bitshuffle and, where Node has it, zstd. A filter that HDF5 has no
   * plug-in for is better left to it: what is not decoded here, it would not read.
   */
  constructor(extension?: DecoderExtension, plugins: readonly number[] = []) {
    this.#plugins = plugins;
    this.number = extension === undefined ? 0 : ++lastSet;
    this.message = extension && { set: this.number, module: extension.module, data: extension.data };
    this.addressOf = extension?.addressOf;
    this.#extension = extension;
  }

  /** What the threads need to undo a pipeline; `undefined` where they cannot undo all of it. */
  pipeline(filters: readonly Filter[]): DecodableFilter[] | undefined {
    const pipeline: DecodableFilter[] = [];
    for (const filter of filters) {
      const { id, options } = filter;
      const decodable = builtIn.includes(id)
        ? { id, options }
        : (this.#extension?.decodable(filter) ??
          (this.#plugins.includes(id) && standsForPlugin(filter) ? { id, options } : undefined));
      if (decodable === undefined) return undefined;
      pipeline.push(decodable);
    }
    return pipeline;
  }
}

const bitshuffleCodingAt = 4;
const bitshuffleCodings = { none: 0, lz4: 2, zstd: 3 };
/** From Node 22.15 and 23.8 on. */
const hasZstd = 'zstdDecompressSync' in zlib;

/** Whether a plug-in is not needed for a filter. */
function standsForPlugin({ id, options }: Filter): boolean {
  if (id === filterIds.lz4) return true;
  if (id === filterIds.zstd) return hasZstd;
  if (id !== filterIds.bitshuffle) return false;
  const coding = options[bitshuffleCodingAt] ?? bitshuffleCodings.none;
  return coding === bitshuffleCodings.zstd
    ? hasZstd
    : coding === bitshuffleCodings.none || coding === bitshuffleCodings.lz4;
}
