// node exit-while-decoding.mjs <address>: ends with code 7 while a thread of a pool is in the middle of something.
import { argv } from 'node:process';

const { DecodePool, DecoderSet } = /** @type {typeof import('./entry.js')} */ (
  await import(/** @type {string} */ (argv[2]))
);
const begun = new Int32Array(new SharedArrayBuffer(4));
const { number, message } = new DecoderSet({
  module: new URL('slow-codec.mjs', import.meta.url).href,
  data: begun,
  decodable: () => undefined,
});
const batch = { set: number, file: 0, filters: [], elementBytes: 1, chunkShape: [1], resultShape: [1] };
void new DecodePool().decode([{ ...batch, address: undefined, pieces: new Float64Array(6) }], message, 1, () => true);
while (Atomics.load(begun, 0) === 0) await new Promise((resolve) => setImmediate(resolve));
process.exit(7);
