// @ts-check
import * as koffi from 'koffi';

/** @typedef {import('@h5tail/local-file/decoding').Decode} Decode */

/** `Z_OK`, from zlib.h. */
const ok = 0;

/**
 * Deflate with the zlib that this process has: Node's own, where Node exports it. It writes straight into the output,
 * where Node's own call makes memory of its own.
 *
 * @returns {Decode | undefined} `undefined` where it cannot be called so.
 */
export function systemInflate() {
  // Its lengths are `unsigned long`, which Windows has shorter.
  if (process.platform === 'win32' || process.arch === 'ia32' || process.arch === 'arm') return undefined;
  try {
    const uncompress = koffi
      .load(null)
      .func('int uncompress(void *output, uint64_t *output_length, const void *input, uint64_t input_length)');
    const length = new BigUint64Array(1);
    return (input, output) => {
      length[0] = BigInt(output.length);
      if (uncompress(output, length, input, input.length) !== ok) throw new Error('zlib cannot decode the chunk');
      return output.subarray(0, Number(length[0]));
    };
  } catch {
    return undefined;
  }
}
