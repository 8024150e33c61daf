import { defineConfig } from 'vitest/config';
import { announceInterop, findInterop } from './scripts/interop.mjs';

// `npm test` has said this already; vitest run by itself says it here, so that both run the same tests.
if (process.env['H5TAIL_INTEROP'] === undefined) announceInterop(findInterop());

export default defineConfig({
  test: {
    projects: ['{packages,apps,tooling}/*/vitest.config.ts'],
    passWithNoTests: true,
  },
});
