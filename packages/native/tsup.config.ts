import { defineConfig } from 'tsup';
import { library } from '../../tooling/typescript/tsup-preset.js';

// A worker starts from a file of its own, and imports others as they are.
export default defineConfig(library(['src/call-thread-worker.js', 'src/decode-extension.js']));
