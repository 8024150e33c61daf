import { parseBackend } from './argument-parsers.js';

/** The flag `--backend` of every command that opens files. No enumeration, whose line in `--help` would be too long. */
export const backendFlag = {
  kind: 'parsed',
  parse: parseBackend,
  optional: true,
  placeholder: 'auto|wasm|native',
  brief: 'Which HDF5, else $H5TAIL_BACKEND',
} as const;
