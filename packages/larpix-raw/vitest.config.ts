import { packageTests } from '../../tooling/typescript/vitest-preset.js';

export default packageTests('larpix-raw');
