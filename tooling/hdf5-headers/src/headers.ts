import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CInterface, Declared } from './c-interface.js';
import { standardTypes, type CType } from './c-types.js';
import { exportMarks, parseC, typeNamedBy } from './c-parser.js';
import { evaluate } from './constant-expression.js';
import { sizeOf } from './layout.js';
import { expand, type Macros } from './macros.js';
import { preprocess } from './preprocessor.js';
import type { Token } from './tokens.js';

/** What a compiler of this platform defines by itself, as far as HDF5's headers ask. */
const platformMacros: Readonly<Record<string, string>> = {
  __STDC_VERSION__: '201112L',
  ...(process.platform === 'linux' && { __linux__: '1', __unix__: '1' }),
  ...(process.platform === 'darwin' && { __APPLE__: '1', __MACH__: '1' }),
  ...(process.platform === 'win32' && { _WIN32: '1', _WIN64: '1' }),
  // <limits.h> and <stdint.h>, which are not read.
  INT_MAX: '0x7fffffff',
  UINT_MAX: '0xffffffffu',
  ULONG_MAX: '(~0ul)',
  LLONG_MAX: '0x7fffffffffffffffLL',
  ULLONG_MAX: '0xffffffffffffffffULL',
  INT64_MAX: '0x7fffffffffffffffLL',
  UINT64_MAX: '0xffffffffffffffffULL',
  SIZE_MAX: '0xffffffffffffffffULL',
};

/** The headers of one HDF5, read. */
export interface Headers {
  readonly declared: CInterface;
  readonly macros: Macros;
  /** The path of `hdf5.h`. */
  readonly file: string;
  /** Such as `1.10.8`. */
  readonly version: string;
  /** The value of a macro or an enumerator, and where it is written; a value is missing where it is no number. */
  constant(name: string): { readonly value: bigint | undefined; readonly place: Token } | undefined;
}

/** Reads `hdf5.h` in a folder and all of HDF5's headers that it includes. Throws when there is none. */
export function readHeaders(folder: string): Headers {
  const { tokens, macros } = preprocess(
    'hdf5.h',
    (name) => {
      const file = join(folder, name);
      return existsSync(file) ? { file, text: readFileSync(file, 'utf8') } : undefined;
    },
    platformMacros,
    exportMarks,
  );
  if (!macros.has('H5_VERS_MAJOR')) throw new Error(`${folder} does not hold the headers of HDF5`);
  const declared = parseC(tokens, (name) => standardTypes.get(name));
  const type = (name: string): CType | undefined => declared.types.get(name)?.type ?? standardTypes.get(name);
  const meaning = {
    valueOf: (name: string) => declared.enumerators.get(name)?.value,
    typeOf: (words: readonly Token[]) => typeNamedBy(words, type),
    sizeOf,
  };
  const constant: Headers['constant'] = (name) => {
    const macro = macros.get(name);
    if (macro) return { value: evaluate(expand([macro.name], macros), meaning), place: macro.name };
    return declared.enumerators.get(name);
  };
  const version = ['MAJOR', 'MINOR', 'RELEASE'].map((part) => constant(`H5_VERS_${part}`)?.value).join('.');
  return { declared, macros, file: join(folder, 'hdf5.h'), version, constant };
}

/**
 * The type of this name, and where it is defined. A name such as `H5O_info1_t` has its number only from the version on
 * that has a second such type; before, the same type goes without.
 */
export function typeIn(headers: Headers, name: string): Declared<CType> | undefined {
  const { types } = headers.declared;
  return types.get(name) ?? types.get(name.replace(/1_t$/, '_t'));
}

/** The type of this name, also one that C itself has. */
export function knownType(headers: Headers, name: string): CType | undefined {
  return typeIn(headers, name)?.type ?? standardTypes.get(name);
}
