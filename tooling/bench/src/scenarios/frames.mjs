import { hasSwmrTools } from '../python.mjs';
import { all, limit, onBoth } from './scenario.mjs';

/** As a program reads a scan. */
const followed = ['points', 'points, memory reused', 'batches, memory reused'];

const peer = hasSwmrTools ? { peer: 'swmr_tools', loop: 'points' } : { peer: 'h5py', loop: 'frames' };

/** @param {number} size @param {number} count @param {string} aim */
const scan = (size, count, aim) => ({
  name: `scan-${size}`,
  title: `a complete scan of frames of ${size}x${size} uint16, raw, by its keys`,
  file: `raw ${size}`,
  amount: count,
  unit: 'frames',
  aim,
  runs: [peer, ...onBoth(...followed), limit],
});

/** @type {import('./scenario.mjs').Scenario[]} */
export const frameScenarios = [
  scan(64, 8000, 'native 5, wasm 3'),
  scan(256, 1600, 'native 1.5, wasm 0.6'),
  scan(512, 300, 'native 1.5, wasm 0.6'),
  scan(1024, 100, 'native 1.2, wasm 0.5'),
  {
    name: 'frames-512',
    title: 'frames of 512x512 uint16, raw, one per read, each in fresh memory and dropped at once',
    file: 'raw 512',
    amount: 300,
    unit: 'frames',
    runs: all('frames'),
  },
  {
    name: 'frames-512-kept',
    title: 'the same, the last 64 frames kept',
    file: 'raw 512',
    amount: 300,
    unit: 'frames',
    job: { keep: 64 },
    runs: all('frames'),
  },
  {
    name: 'frames-512-into',
    title: 'frames of 512x512 uint16, raw, one per read, into the same memory',
    file: 'raw 512',
    amount: 300,
    unit: 'frames',
    runs: all('frames into'),
  },
  {
    name: 'frames-64',
    title: 'frames of 64x64 uint16, raw, without keys',
    file: 'raw 64',
    amount: 8000,
    unit: 'frames',
    job: { batch: 128 },
    runs: [
      { peer: 'h5py', loop: 'frames' },
      { peer: 'h5py', loop: 'frames in batches' },
      ...onBoth('frames', 'frames in batches'),
      limit,
    ],
  },
];
