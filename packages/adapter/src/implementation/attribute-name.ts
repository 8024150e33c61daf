import { requireName } from '../object-path.js';

/**
 * Refuses what cannot be the name of an attribute.
 *
 * @throws TypeError for an empty name, and for what {@link requireName} refuses.
 */
export function requireAttributeName(name: string): void {
  if (name === '') throw new TypeError('the name of the attribute is empty');
  requireName(name);
}
