import { defineConfig } from 'tsup';
import { library } from '../../tooling/typescript/tsup-preset.js';

// A worker starts from a file of its own.
export default defineConfig(library(['src/decode-worker.js']));
