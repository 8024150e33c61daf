import { hasSwmrTools } from '../python.mjs';
import { onBoth } from './scenario.mjs';

/** @param {number} count @param {number} chunk */
const keys = (count, chunk) => ({
  name: `keys-${count.toExponential(0).replace('+', '')}-${chunk}`,
  title: `${count.toLocaleString('en')} complete keys, in chunks of ${chunk}`,
  file: `keys ${count} ${chunk}`,
  amount: count,
  unit: 'keys',
  aim: 'ranges 20, index by index 0.3',
  runs: [
    hasSwmrTools ? { peer: 'swmr_tools', loop: 'indices' } : { peer: 'h5py', loop: 'keys' },
    ...onBoth('ranges', 'indices'),
  ],
});

/** @type {import('./scenario.mjs').Scenario[]} */
export const keyScenarios = [keys(100_000, 1024), keys(1_000_000, 1024), keys(20_000, 1)];
