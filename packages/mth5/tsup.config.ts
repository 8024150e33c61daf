import { defineConfig } from 'tsup';
import { library } from '../../tooling/typescript/tsup-preset.js';

export default defineConfig(library());
