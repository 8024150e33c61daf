// @ts-check
import * as koffi from 'koffi';

/** @typedef {import('@h5tail/local-file/decoding').Decode} Decode */

/** `H5Z_FLAG_REVERSE`, from H5Zpublic.h. */
const reverse = 0x0100;
/** `filter` in `H5Z_class2_t`: after four numbers, a text and two functions. */
const filterAt = 16 + 3 * 8;

/**
 * The function of a plug-in itself, for those that keep what they decompress with to themselves.
 *
 * It is given memory of the C library, and may give back other memory.
 *
 * @param {string} library
 * @param {readonly number[]} options
 * @returns {Decode}
 */
export function pluginFilter(library, options) {
  const { filter, malloc, free, memcpy } = functionsOf(library);
  const values = Uint32Array.from(options);
  return (input, output) => {
    const [size, buffer] = [BigUint64Array.of(BigInt(input.length)), new BigUint64Array(1)];
    buffer[0] = malloc(Math.max(1, input.length));
    if (buffer[0] === 0n) throw new Error('there is no memory');
    try {
      memcpy(buffer[0], input, input.length);
      const length = Number(filter(reverse, values.length, values, input.length, size, buffer));
      if (length === 0 || length > output.length) throw new RangeError('the plug-in cannot decode the chunk');
      memcpy(output, buffer[0], length);
      return output.subarray(0, length);
    } finally {
      free(buffer[0] ?? 0n);
    }
  };
}

/**
 * @typedef {object} Functions
 * @property {(...parameters: unknown[]) => number | bigint} filter
 * @property {(length: number) => bigint} malloc
 * @property {(memory: bigint) => void} free
 * @property {(to: unknown, from: unknown, length: number) => void} memcpy
 */

/** Each call of `func` makes something that stays. @type {Map<string, Functions>} */
const found = new Map();

/** `H5Z_func_t`, from H5Zpublic.h. */
const filterFunction = koffi.proto(
  'size_t h5tail_filter(unsigned int flags, size_t count, const unsigned int *values, size_t length, size_t *buffer_size, uint64_t *buffer)',
);

/** @param {string} library */
function functionsOf(library) {
  let functions = found.get(library);
  if (functions === undefined) {
    const plugin = koffi.load(library);
    const information = plugin.func('uint64_t H5PLget_plugin_info()')();
    const system = koffi.load(null);
    functions = {
      filter: koffi.decode(koffi.decode(BigInt(information), filterAt, 'uint64_t'), filterFunction),
      malloc: (length) => BigInt(allocate(length)),
      free: system.func('void free(uint64_t memory)'),
      memcpy: system.func('void memcpy(void *to, const void *from, size_t length)'),
    };
    const allocate = system.func('uint64_t malloc(size_t length)');
    found.set(library, functions);
  }
  return functions;
}
