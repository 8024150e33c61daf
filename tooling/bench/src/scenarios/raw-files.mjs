import { onBoth } from './scenario.mjs';

const count = 100_000;
const bytes = 400;

/** @param {number} batch @param {string} aim @returns {import('./scenario.mjs').Scenario} */
const appended = (batch, aim) => ({
  name: `raw-write-${batch}`,
  title: `messages of 400 bytes on average into a raw file, ${batch} at a time, each time readable`,
  file: 'raw messages',
  amount: count,
  unit: 'messages',
  aim,
  job: { count, batch, bytes },
  runs: [{ peer: 'h5py', loop: 'append raw' }, ...onBoth('append raw', 'append raw, by calls')],
});

/** Writing and reading raw message files, against h5py in the steps of the programs that do so today. */
export const rawFileScenarios = [
  appended(1000, 'native 2, wasm 1'),
  appended(10_000, 'native 2, wasm 2'),
  {
    name: 'raw-write-1',
    title: 'messages of 400 bytes on average into a raw file, one per call',
    file: 'raw messages',
    amount: 1000,
    unit: 'messages',
    aim: 'native 50, wasm 50',
    job: { count: 1000, batch: 1, bytes },
    runs: [{ peer: 'h5py', loop: 'append raw' }, ...onBoth('append raw, one by one')],
  },
  {
    name: 'raw-read',
    title: 'the messages of a raw file, in one call',
    file: 'raw messages',
    amount: count,
    unit: 'messages',
    aim: 'native 4, wasm 2',
    job: { count },
    runs: [{ peer: 'h5py', loop: 'read raw' }, ...onBoth('read raw', 'follow raw')],
  },
  {
    name: 'raw-read-blocks',
    title: 'the messages of a raw file, 10240 per call',
    file: 'raw messages',
    amount: count,
    unit: 'messages',
    aim: 'native 4, wasm 2',
    job: { count, block: 10_240 },
    runs: [{ peer: 'h5py', loop: 'read raw' }, ...onBoth('read raw')],
  },
];
