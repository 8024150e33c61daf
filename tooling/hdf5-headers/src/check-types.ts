import { typeNamedBy } from './c-parser.js';
import { int, standardTypes, type CType } from './c-types.js';
import { describe, typeDifference } from './compare-types.js';
import type { Difference } from './difference.js';
import { knownType, typeIn, type Headers } from './headers.js';
import type { OurDeclarations } from './our-declarations.js';
import { tokensOf } from './tokens.js';

/** The type that some words such as `unsigned int` name. */
export function typeOfText(text: string, headers: Headers): CType | undefined {
  return typeNamedBy(tokensOf({ text, line: 1 }, ''), (name) => knownType(headers, name));
}

/** Why a value of their type cannot be passed as one of ours. */
function passingDifference(ours: CType, theirs: CType): string | undefined {
  // HDF5 has no number of one byte but its flag, and a flag takes a whole register or the place of an int.
  const isFlag = theirs.kind === 'integer' && theirs.bytes === 1;
  if (isFlag && ours.kind === 'integer' && ours.bytes === int.bytes) return undefined;
  return typeDifference(ours, theirs);
}

/** What differs in how we pass the types of HDF5. */
export function checkTypes(
  { typeAliases, enumerations, functionTypes }: OurDeclarations,
  headers: Headers,
): Difference[] {
  const differences: Difference[] = [];
  const check = (name: string, reasonOf: (theirs: CType) => string | undefined): void => {
    const theirs = typeOfText(name, headers);
    const place = typeIn(headers, name)?.place ?? { file: headers.file, line: 0 };
    const message = theirs ? reasonOf(theirs) : 'the headers do not define this type';
    if (message) differences.push({ file: place.file, line: place.line, name, message });
  };
  for (const [name, alias] of Object.entries(typeAliases)) {
    check(name, (theirs) => {
      const ours = typeNamedBy(tokensOf({ text: alias, line: 1 }, ''), (known) => standardTypes.get(known));
      return ours ? passingDifference(ours, theirs) : `we pass it as ${alias}, which is no type of C`;
    });
  }
  for (const name of enumerations) check(name, (theirs) => passingDifference(int, theirs));
  for (const name of functionTypes) {
    check(name, (theirs) =>
      theirs.kind === 'pointer' && theirs.to.kind === 'function'
        ? undefined
        : `${describe(theirs)} in the header, we pass the address of a function`,
    );
  }
  return differences;
}
