import { onBoth } from './scenario.mjs';

const steps = 2000;
const perStep = 1000;

/** Recording into MTH5 files and their tables, against h5py in the steps of the programs that do so today. */
export const mth5Scenarios = [
  {
    name: 'mth5-append',
    title: `five channels, ${perStep} samples each per step, while others may read`,
    amount: steps,
    unit: 'steps',
    aim: 'native 2, wasm 1',
    job: { count: steps * perStep, batch: perStep },
    runs: [
      { peer: 'h5py', loop: 'append channels' },
      ...onBoth('append channels', 'append channels, each step flushed'),
    ],
  },
  {
    name: 'mth5-summary',
    title: 'the table of 5,000 channels',
    file: 'mth5 5000',
    amount: 5000,
    unit: 'channels',
    aim: '10',
    runs: [{ peer: 'h5py', loop: 'walk groups' }, { peer: 'h5py', loop: 'read table' }, ...onBoth('summarize')],
  },
];
