import { packageTests } from '../../tooling/typescript/vitest-preset.js';

export default packageTests('mth5');
