import { checkConstants } from './check-constants.js';
import { checkFunctions } from './check-functions.js';
import { checkStructures } from './check-structures.js';
import { checkTypes } from './check-types.js';
import type { Measured } from './compiler.js';
import type { Difference } from './difference.js';
import type { Headers } from './headers.js';
import type { OurDeclarations } from './our-declarations.js';

/**
 * Everything that we declare otherwise than the headers do.
 * @param measured what a compiler says of the headers; without it our own reading of them counts
 */
export function findDifferences(ours: OurDeclarations, headers: Headers, measured?: Measured): Difference[] {
  return [
    ...checkFunctions(ours, headers),
    ...checkTypes(ours, headers),
    ...checkConstants(ours, headers, measured),
    ...checkStructures(ours, headers, measured),
  ];
}
