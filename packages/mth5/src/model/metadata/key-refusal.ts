import type { Hdf5Error } from '@h5tail/adapter';
import { refusal, type Where } from '../refusal.js';

/** One value of metadata: where it is, and under which key. */
export interface Place {
  readonly name: string;
  readonly where: Where;
}

/** The error for a value that its key cannot have. */
export function keyRefusal({ name, where }: Place, value: unknown, expected: string): Hdf5Error {
  return refusal(`The value ${shown(value)} of ${JSON.stringify(name)} makes no sense`, `Expected ${expected}`, where);
}

/** A value as a message shows it: JSON where there is such text, and not too long. */
function shown(value: unknown): string {
  const text = typeof value === 'bigint' || typeof value === 'number' ? String(value) : jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}
