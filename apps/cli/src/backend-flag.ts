import { parseBackend } from './argument-parsers.js';

/** The flag `--backend` of every command that opens files. No enumeration, whose line in `--help` would be too long. */
export const backendFlag = {
  kind: 'parsed',
  parse: parseBackend,
  default: 'auto',
  placeholder: 'auto|wasm|native',
  brief: 'Which HDF5: auto, wasm or native',
} as const;
