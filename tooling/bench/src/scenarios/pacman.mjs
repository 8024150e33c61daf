const ours = (/** @type {string} */ loop) => ({ peer: 'h5tail', loop });

/** @type {import('./scenario.mjs').Scenario[]} */
export const pacmanScenarios = [
  {
    name: 'pacman',
    title: 'PACMAN messages of 40 to 1992 bytes, 400 on average, against hashing the same bytes',
    amount: 100_000,
    unit: 'messages',
    aim: '0.7',
    job: { count: 100_000 },
    runs: [
      { peer: 'node:crypto', loop: 'sha256' },
      ours('columns, none read'),
      ours('columns, all read'),
      ours('columns in fresh memory, all read'),
      ours('messages as objects'),
      ours('packets as objects'),
    ],
  },
];
