/**
 * The parts that several commands on raw files have.
 *
 * @module
 */
import { parseInteger, parsePath } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';

/** What all of them have. */
export interface RawFlags {
  readonly backend?: BackendName;
}

/** The file, as only argument. */
export const rawFileArgument = {
  kind: 'tuple',
  parameters: [{ brief: 'Raw message file', parse: parsePath, placeholder: 'FILE' }],
} as const;

const integer = { kind: 'parsed', parse: parseInteger, optional: true, placeholder: 'N' } as const;

/** `--start`. */
export const startFlag = { ...integer, brief: 'First message; -N: from the end' } as const;

/** `--end`. */
export const endFlag = { ...integer, brief: 'Message behind the last one' } as const;
