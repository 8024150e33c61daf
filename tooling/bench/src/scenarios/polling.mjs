import { all } from './scenario.mjs';

/** @type {import('./scenario.mjs').Scenario[]} */
export const pollingScenarios = [
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
];
