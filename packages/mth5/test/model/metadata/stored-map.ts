import type { StoredAttribute } from '../../../src/model/metadata/stored-attribute.js';

/** Attributes as a backend would read them again. */
export function storedMap(attributes: readonly StoredAttribute[]): Map<string, unknown> {
  return new Map(attributes.map(({ name, value }) => [name, value]));
}
