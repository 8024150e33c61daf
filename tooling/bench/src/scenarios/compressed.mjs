import { hasPlugins, hasSwmrTools } from '../python.mjs';
import { limit, onBoth } from './scenario.mjs';

const peers = [...(hasSwmrTools ? [{ peer: 'swmr_tools', loop: 'points' }] : []), { peer: 'h5py', loop: 'frames' }];

/** @param {string} filter @param {number} size @param {number} count @param {string | undefined} aim @param {boolean} needs */
const compressed = (filter, size, count, aim, needs = true) => ({
  name: `${filter.replace('+', '-')}-${size}`,
  title: `a complete scan of frames of ${size}x${size} uint16, ${filter}, by its keys`,
  file: `${filter} ${size}`,
  amount: count,
  unit: 'frames',
  ...(aim === undefined ? {} : { aim: `per core used: ${aim}` }),
  needs,
  runs: [...peers, ...onBoth('points'), { peer: 'native', loop: 'frames', label: 'one read after the other' }, limit],
});

/** @type {import('./scenario.mjs').Scenario[]} */
export const compressedScenarios = [
  compressed('gzip', 64, 2000, 'native 1.6, wasm 0.9'),
  compressed('gzip', 512, 60, 'native 1.6, wasm 0.9'),
  compressed('gzip', 1024, 40, 'native 1.6, wasm 0.9'),
  compressed('shuffle+gzip', 512, 60, 'native 1.6, wasm 0.9'),
  compressed('bitshuffle-lz4', 64, 2000, 'native 1.5', hasPlugins),
  compressed('bitshuffle-lz4', 512, 150, 'native 1.5', hasPlugins),
  compressed('bitshuffle-lz4', 1024, 60, 'native 1.5', hasPlugins),
  compressed('lz4', 512, 150, undefined, hasPlugins),
  compressed('blosc', 512, 150, undefined, hasPlugins),
];
