import { compressedScenarios } from './scenarios/compressed.mjs';
import { frameScenarios } from './scenarios/frames.mjs';
import { keyScenarios } from './scenarios/keys.mjs';
import { messageScenarios } from './scenarios/messages.mjs';
import { rawFileScenarios } from './scenarios/raw-files.mjs';
import { mth5Scenarios } from './scenarios/mth5.mjs';
import { pacmanScenarios } from './scenarios/pacman.mjs';
import { pollingScenarios } from './scenarios/polling.mjs';

/** Every table of loops over files that are complete, in the order in which they are printed. */
export const scenarios = [
  ...keyScenarios,
  ...frameScenarios,
  ...compressedScenarios,
  ...messageScenarios,
  ...rawFileScenarios,
  ...pacmanScenarios,
  ...mth5Scenarios,
  ...pollingScenarios,
];
