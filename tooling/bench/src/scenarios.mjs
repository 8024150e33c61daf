import { hasPlugins, hasSwmrTools } from './python.mjs';

/**
 * One table: who does the same work on the same file in turns.
 *
 * `runs`: each is a peer with its loop. The first h5py run is what the others are compared with, and `pread` is the limit.
 * `file`: one of src/files.mjs.
 * `amount`: how much a pass does, in `unit`s.
 * @typedef {{ peer: 'native' | 'wasm' | 'h5py' | 'swmr_tools' | 'pread', loop: string, label?: string } & Record<string, unknown>} Run
 * @typedef {{ name: string, title: string, file: string, amount: number, unit: string, aim?: string, runs: Run[],
 *   needs?: boolean, job?: Record<string, unknown> }} Scenario
 */

const limit = { peer: 'pread', loop: 'stored bytes' };

/** The same loop for h5py and both backends, and the limit. */
const all = (/** @type {string} */ loop) => [
  { peer: 'h5py', loop },
  { peer: 'native', loop },
  { peer: 'wasm', loop },
  limit,
];

const compressed = (/** @type {string} */ name, /** @type {string} */ file, amount, needs = true) => ({
  name,
  title: `frames of 512x512 uint16, ${file}, one per read`,
  file,
  amount,
  unit: 'frames',
  needs,
  runs: all('frames'),
});

const keys = (/** @type {number} */ chunk, /** @type {number} */ amount) => ({
  name: `keys-${chunk}`,
  title: `complete keys, chunk ${chunk}`,
  file: `keys, chunk ${chunk}`,
  amount,
  unit: 'keys',
  runs: [
    hasSwmrTools ? { peer: 'swmr_tools', loop: 'keys followed' } : { peer: 'h5py', loop: 'keys' },
    { peer: 'native', loop: 'keys followed' },
    { peer: 'wasm', loop: 'keys followed' },
  ],
});

/** @type {Scenario[]} */
export const scenarios = [
  {
    name: 'frames-512',
    title: 'frames of 512x512 uint16, raw, one per read, each in fresh memory and dropped at once',
    file: 'raw 512',
    amount: 300,
    unit: 'frames',
    aim: 'native 1.3',
    runs: all('frames'),
  },
  {
    name: 'frames-512-kept',
    title: 'the same, the last 64 frames kept',
    file: 'raw 512',
    amount: 300,
    unit: 'frames',
    aim: 'native 1.3',
    job: { keep: 64 },
    runs: all('frames'),
  },
  {
    name: 'frames-512-into',
    title: 'frames of 512x512 uint16, raw, one per read, into the same memory',
    file: 'raw 512',
    amount: 300,
    unit: 'frames',
    aim: 'native 1.3',
    runs: all('frames into'),
  },
  {
    name: 'frames-64',
    title: 'frames of 64x64 uint16, raw',
    file: 'raw 64',
    amount: 8000,
    unit: 'frames',
    aim: 'native 2',
    job: { batch: 128 },
    runs: [
      { peer: 'h5py', loop: 'frames' },
      { peer: 'h5py', loop: 'frames in batches' },
      ...(hasSwmrTools ? [{ peer: 'swmr_tools', loop: 'frames followed' }] : []),
      ...['frames', 'frames in batches', 'frames of their own in batches', 'frames followed'].map((loop) => ({
        peer: 'native',
        loop,
      })),
      ...['frames', 'frames in batches', 'frames followed'].map((loop) => ({ peer: 'wasm', loop })),
      limit,
    ],
  },
  compressed('gzip', 'gzip', 60),
  compressed('shuffle-gzip', 'shuffle+gzip', 60),
  compressed('lz4', 'lz4', 150, hasPlugins),
  compressed('blosc', 'blosc', 150, hasPlugins),
  {
    name: 'messages',
    title: 'byte messages of variable length, 400 bytes on average, in one read',
    file: 'messages',
    amount: 100_000,
    unit: 'messages',
    aim: 'native 3',
    runs: all('messages'),
  },
  {
    name: 'append-messages',
    title: 'the same messages appended in SWMR mode, 500 at a time, each time flushed',
    file: 'no messages',
    amount: 100_000,
    unit: 'messages',
    job: { count: 100_000, batch: 500, bytes: 400 },
    runs: [
      { peer: 'h5py', loop: 'append messages', flush: 'file', label: 'file.flush()' },
      { peer: 'h5py', loop: 'append messages', flush: 'dataset', label: 'dataset.flush()' },
      { peer: 'native', loop: 'append messages' },
      { peer: 'wasm', loop: 'append messages' },
      { peer: 'pread', loop: 'append stored bytes' },
    ],
  },
  {
    name: 'refresh',
    title: 'refreshing keys, data and a flag, as a follower does at each poll',
    file: 'scan',
    amount: 1000,
    unit: 'polls',
    job: { swmr: true, repeats: 1000, datasets: ['keys', 'data', 'finished'] },
    runs: all('refresh').slice(0, 3),
  },
  {
    name: 'open-close',
    title: 'opening and closing a file',
    file: 'scan',
    amount: 1000,
    unit: 'times',
    job: { repeats: 1000 },
    runs: all('open and close').slice(0, 3),
  },
  keys(1024, 1_000_000),
  keys(1, 20_000),
];
