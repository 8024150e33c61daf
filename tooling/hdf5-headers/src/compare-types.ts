import { enumBytes, type CType, type FunctionType } from './c-types.js';

/** How a type reads in a message. */
export function describe(type: CType): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 'int' : 'uint'}${type.bytes * 8}_t`;
    case 'float':
      return type.bytes === 4 ? 'float' : type.bytes === 8 ? 'double' : 'long double';
    case 'pointer':
      return `${describe(type.to)} *`.replace('* *', '**');
    case 'array':
      return `${describe(type.of)}[${type.length ?? ''}]`;
    case 'function':
      return `${describe(type.returns)} (${type.parameters.map((parameter) => describe(parameter.type)).join(', ')})`;
    case 'record':
      return `${type.keyword} ${type.name}`;
    case 'void':
      return 'void';
    case 'enum':
    case 'foreign':
      return type.name;
  }
}

function sameFunction(ours: FunctionType, theirs: FunctionType): boolean {
  return (
    ours.variadic === theirs.variadic &&
    ours.parameters.length === theirs.parameters.length &&
    sameMeaning(ours.returns, theirs.returns) &&
    ours.parameters.every(({ type }, index) => sameMeaning(type, theirs.parameters[index]?.type ?? type))
  );
}

/**
 * Whether a value of our type is to C what one of theirs is. An enumeration is the integer of its size, and a pointer
 * that we keep opaque may point to anything. Structures are the same only if they are one: both are read with the types
 * of the same headers.
 */
function sameMeaning(ours: CType, theirs: CType): boolean {
  if (ours === theirs) return true;
  if (ours.kind === 'enum') return theirs.kind === 'enum' || (theirs.kind === 'integer' && theirs.bytes === enumBytes);
  if (theirs.kind === 'enum') return sameMeaning(theirs, ours);
  if (ours.kind === 'integer' && theirs.kind === 'integer') {
    // One byte is a letter or a flag, and C leaves open which letters have a sign.
    return ours.bytes === theirs.bytes && (ours.signed === theirs.signed || ours.bytes === 1);
  }
  if (ours.kind === 'float' && theirs.kind === 'float') return ours.bytes === theirs.bytes;
  if (ours.kind === 'pointer' && theirs.kind === 'pointer') {
    return ours.to.kind === 'void' || sameMeaning(ours.to, theirs.to);
  }
  if (ours.kind === 'array' && theirs.kind === 'array') {
    return ours.length === theirs.length && sameMeaning(ours.of, theirs.of);
  }
  if (ours.kind === 'function' && theirs.kind === 'function') return sameFunction(ours, theirs);
  if (ours.kind === 'foreign' && theirs.kind === 'foreign') return ours.name === theirs.name;
  return ours.kind === 'void' && theirs.kind === 'void';
}

/** In words how our type means something else than that of the headers; `undefined` when both mean the same. */
export function typeDifference(ours: CType, theirs: CType): string | undefined {
  return sameMeaning(ours, theirs) ? undefined : `${describe(theirs)} in the header, ours ${describe(ours)}`;
}
