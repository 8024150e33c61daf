/**
 * One table: who does the same work on the same file in turns.
 *
 * `runs`: each is a peer with its loop. The first one in Python is what the others are compared with, and `pread` is the
 * limit. Where no file is read the peers are `h5tail`, and `node:crypto` that it is compared with. `file`: one of src/files.mjs. `amount`: how much a pass does, in `unit`s. `aim`: what was aimed at, against A.
 * @typedef {{ peer: 'native' | 'wasm' | 'h5py' | 'swmr_tools' | 'pread' | 'h5tail' | 'node:crypto', loop: string, label?: string } & Record<string, unknown>} Run
 * @typedef {{ name: string, title: string, file?: string, amount: number, unit: string, aim?: string, runs: Run[],
 *   needs?: boolean, job?: Record<string, unknown> }} Scenario
 */

/** The bytes of the file alone. */
export const limit = { peer: 'pread', loop: 'stored bytes' };

/** The same loop for h5py and both backends, and the limit. */
export const all = (/** @type {string} */ loop) => [
  { peer: 'h5py', loop },
  { peer: 'native', loop },
  { peer: 'wasm', loop },
  limit,
];

/** The same loops on both backends. @param {string[]} loops */
export const onBoth = (...loops) => ['native', 'wasm'].flatMap((peer) => loops.map((loop) => ({ peer, loop })));
