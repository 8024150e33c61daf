import type { CType, FunctionType } from './c-types.js';
import type { Token } from './tokens.js';

/** Something that a header declares, and the token of its name. */
export interface Declared<T> {
  readonly type: T;
  readonly place: Token;
}

/** What some C declares, each by its name. */
export interface CInterface {
  /** The functions that the library exports. */
  readonly functions: ReadonlyMap<string, Declared<FunctionType>>;
  /** The variables that the library exports. */
  readonly variables: ReadonlyMap<string, Declared<CType>>;
  readonly types: ReadonlyMap<string, Declared<CType>>;
  readonly enumerators: ReadonlyMap<string, { readonly value: bigint; readonly place: Token }>;
}
