// @ts-check
import * as koffi from 'koffi';

/**
 * The functions of compression libraries that are called here, by their names in C. They keep nothing between calls, so
 * that any number of threads may call them, and check what they read against the lengths that they are given.
 */
const prototypes = {
  LZ4_decompress_safe: 'int LZ4_decompress_safe(const void *input, void *output, int input_length, int output_length)',
  ZSTD_decompress: 'size_t ZSTD_decompress(void *output, size_t output_length, const void *input, size_t input_length)',
  lzf_decompress:
    'unsigned int lzf_decompress(const void *input, unsigned int input_length, void *output, unsigned int output_length)',
  BZ2_bzBuffToBuffDecompress:
    'int BZ2_bzBuffToBuffDecompress(void *output, unsigned int *output_length, const void *input, unsigned int input_length, int small, int verbosity)',
  bshuf_bitunshuffle:
    'int64_t bshuf_bitunshuffle(const void *input, void *output, size_t size, size_t element_size, size_t block_size)',
};

/** @typedef {keyof typeof prototypes} CodecFunction */

/**
 * A function of a plug-in's library, or of one that it was linked with.
 *
 * @param {string} library Path of the plug-in.
 * @param {CodecFunction} name
 * @returns {(...parameters: (Uint8Array | Uint32Array | number)[]) => number}
 * @throws Where the plug-in has it not.
 */
export function codecFunction(library, name) {
  const call = koffi.load(library).func(prototypes[name]);
  return (...parameters) => Number(call(...parameters));
}
