import { parseC } from './c-parser.js';
import type { FunctionType } from './c-types.js';
import { describe, typeDifference } from './compare-types.js';
import type { Difference } from './difference.js';
import { knownType, type Headers } from './headers.js';
import type { OurDeclarations } from './our-declarations.js';
import { tokensOf, type Token } from './tokens.js';

/** Reads one prototype of ours with the types of the headers. */
function parsePrototype(name: string, text: string, headers: Headers): FunctionType {
  const tokens = tokensOf({ text: `H5_DLL ${text};`, line: 1 }, 'the declaration');
  const { functions } = parseC(tokens, (type) => knownType(headers, type));
  const declared = functions.get(name);
  if (!declared) throw new SyntaxError(`the declaration declares ${[...functions.keys()].join(', ') || 'nothing'}`);
  return declared.type;
}

/** How the prototype of a header differs from ours, one message for each part. */
function prototypeDifferences(ours: FunctionType, theirs: FunctionType): string[] {
  const differences: string[] = [];
  if (typeDifference(ours.returns, theirs.returns)) {
    differences.push(`returns ${describe(theirs.returns)}, ours ${describe(ours.returns)}`);
  }
  if (ours.parameters.length !== theirs.parameters.length || ours.variadic !== theirs.variadic) {
    return [...differences, `${theirs.parameters.length} parameters, ours has ${ours.parameters.length}`];
  }
  for (const [index, our] of ours.parameters.entries()) {
    const their = theirs.parameters[index] ?? our;
    const reason = typeDifference(our.type, their.type);
    const pair = `parameter ${index + 1} is \`${their.text}\`, ours \`${our.text}\``;
    if (reason) differences.push(`${pair} (${reason})`);
    // Our side copies constant text into the call, so what HDF5 writes there would be lost.
    else if (our.text.startsWith('const char *') && !their.text.includes('const')) {
      differences.push(`${pair}: HDF5 writes there`);
    }
  }
  return differences;
}

/** Why the headers do not export a name. */
function absence(name: string, headers: Headers): Difference {
  const macro = headers.macros.get(name);
  if (!macro) return { file: headers.file, line: 0, name, message: 'the headers do not declare it' };
  const meant = macro.body.map((token: Token) => token.text).join(' ');
  return { ...macro.name, name, message: `a macro here, for ${meant}; the library does not export it` };
}

/** What differs in the functions and the variables that we take from the library. */
export function checkFunctions(ours: OurDeclarations, headers: Headers): Difference[] {
  const differences: Difference[] = [];
  const { declarations, optionalDeclarations, globals } = ours;
  for (const [name, text] of Object.entries({ ...declarations, ...optionalDeclarations })) {
    const theirs = headers.declared.functions.get(name);
    if (!theirs) {
      if (name in declarations) differences.push(absence(name, headers));
      continue;
    }
    const { file, line } = theirs.place;
    const add = (message: string): number => differences.push({ file, line, name, message });
    try {
      prototypeDifferences(parsePrototype(name, text, headers), theirs.type).forEach(add);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      add(error.message);
    }
  }
  for (const name of globals) {
    const theirs = headers.declared.variables.get(name);
    const reason = theirs && typeDifference({ kind: 'integer', bytes: 8, signed: true }, theirs.type);
    if (!theirs) differences.push(absence(name, headers));
    else if (reason) differences.push({ file: theirs.place.file, line: theirs.place.line, name, message: reason });
  }
  return differences;
}
