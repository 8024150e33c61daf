// @ts-check
/* What the threads decode with, for the thread that asks. Its types stand beside it, as TypeScript takes no JavaScript. */
export { copyBox } from './copy-box.js';
export { decodeChunk } from './decode-chunk.js';
export { decoders } from './decoders.js';
