import { packageTests } from '../typescript/vitest-preset.js';

export default packageTests('headers');
