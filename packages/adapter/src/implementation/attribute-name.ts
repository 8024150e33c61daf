import { requireName } from '../object-path.js';

/**
 * A message in an object header has two bytes for the length of the name, with the zero that ends it; HDF5 cuts the length
 * of a longer one off and with it damages the object. What backends put behind a name while they replace its attribute has
 * to fit too.
 */
const mostBytes = 65_000;

/**
 * Refuses what cannot be the name of an attribute.
 *
 * @throws TypeError for an empty name, one of more than 65,000 bytes of UTF-8, and for what {@link requireName} refuses.
 */
export function requireAttributeName(name: string): void {
  if (name === '') throw new TypeError('the name of the attribute is empty');
  requireName(name);
  if (new TextEncoder().encode(name).length > mostBytes) {
    throw new TypeError(`the name of the attribute has more than ${mostBytes} bytes`);
  }
}
