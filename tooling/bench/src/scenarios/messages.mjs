import { all } from './scenario.mjs';

/** @type {import('./scenario.mjs').Scenario[]} */
export const messageScenarios = [
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
];
