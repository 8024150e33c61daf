// @ts-check
/**
 * What the threads that decode chunks get from this package: results straight into the memory of the thread that asked,
 * and decoders that are called through koffi.
 *
 * Plain JavaScript, because a worker imports it as it is.
 */
import * as koffi from 'koffi';
import { bitshuffleFilter } from './codecs/bitshuffle-filter.js';
import { lz4Filter } from './codecs/lz4-filter.js';
import { bzip2Filter, lzfFilter, zstdFilter } from './codecs/plain-filters.js';
import { pluginFilter } from './codecs/plugin-filter.js';
import { systemInflate } from './codecs/system-zlib.js';

/** @typedef {import('@h5tail/local-file/decoding').Decode} Decode */
/** @typedef {import('@h5tail/local-file/decoding').MakeDecoder} MakeDecoder */

/** @type {Readonly<Record<number, (library: string, options: readonly number[]) => Decode>>} */
const pluginDecoders = {
  307: bzip2Filter,
  32000: lzfFilter,
  32004: lz4Filter,
  32008: bitshuffleFilter,
  32015: zstdFilter,
};

/** @returns {import('@h5tail/local-file/decoding').ThreadDecoders} */
export function decoderSet() {
  /** @type {Map<number, MakeDecoder>} */
  const decoders = new Map();
  const inflate = systemInflate();
  if (inflate !== undefined) decoders.set(1, () => inflate);
  for (const id of Object.keys(pluginDecoders).map(Number)) decoders.set(id, kept(id));
  return { decoders, memoryAt };
}

/**
 * A decoder is made once for each library and options.
 *
 * @param {number} id
 * @returns {MakeDecoder}
 */
function kept(id) {
  /** @type {Map<string, Decode>} */
  const made = new Map();
  return ({ options, plugin }) => {
    if (plugin === undefined) throw new Error(`no plug-in for filter ${id}`);
    const key = `${plugin.path} ${plugin.isCalledItself} ${options.join()}`;
    let decode = made.get(key);
    if (decode === undefined) {
      const make = plugin.isCalledItself ? pluginFilter : pluginDecoders[id];
      if (make === undefined) throw new Error(`no decoder for filter ${id}`);
      made.set(key, (decode = make(plugin.path, options)));
    }
    return decode;
  };
}

/** A loop that reads into the same array again and again gets the same view. */
let last = { address: 0n, bytes: new Uint8Array() };

/**
 * @param {bigint} address
 * @param {number} length
 */
function memoryAt(address, length) {
  if (last.address === address && last.bytes.length === length) return last.bytes;
  try {
    last = { address, bytes: new Uint8Array(koffi.view(address, length)) };
    return last.bytes;
  } catch {
    // Some builds of JavaScript engines allow no memory but their own.
    return undefined;
  }
}
