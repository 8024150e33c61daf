import type { LoadedLibrary } from '../library/load-library.js';
import { declarations, globals, optionalDeclarations } from './declarations.js';
import type {
  AttributeId,
  DatasetId,
  DataspaceId,
  DatatypeId,
  ErrorStackId,
  FileId,
  GroupId,
  Identifier,
  LocationId,
  MessageId,
  PropertyClassId,
  PropertyListId,
} from './identifiers.js';
import { koffiPrototype } from './types.js';

/** Memory for C: a typed array's own, an address, or none. */
export type Memory = ArrayBufferView | bigint | null;

/** What a parameter of type `hid_t` identifies, by its name. */
interface ParameterKinds {
  file: FileId;
  group: GroupId;
  dataset: DatasetId;
  attribute: AttributeId;
  location: LocationId;
  target_location: LocationId;
  object: LocationId;
  space: DataspaceId;
  memory_space: DataspaceId;
  file_space: DataspaceId;
  type: DatatypeId;
  base_type: DatatypeId;
  parent_type: DatatypeId;
  memory_type: DatatypeId;
  first_type: DatatypeId;
  second_type: DatatypeId;
  list: PropertyListId;
  first_list: PropertyListId;
  second_list: PropertyListId;
  access_list: PropertyListId;
  creation_list: PropertyListId;
  link_list: PropertyListId;
  class: PropertyClassId;
  stack: ErrorStackId;
  message: MessageId;
  id: Identifier;
}

/** What a function returns that returns a `hid_t`. */
type MadeBy<Name extends string> = Name extends `${string}_plist` | 'H5Pcreate'
  ? PropertyListId
  : Name extends `${string}_space` | `H5S${string}`
    ? DataspaceId
    : Name extends `${string}_type` | `H5T${string}`
      ? DatatypeId
      : Name extends `H5F${string}`
        ? FileId
        : Name extends `H5G${string}`
          ? GroupId
          : Name extends `H5D${string}`
            ? DatasetId
            : Name extends `H5A${string}`
              ? AttributeId
              : Name extends `H5E${string}`
                ? ErrorStackId
                : never;

type Parameter<Declaration extends string> = Declaration extends `const char *${string}`
  ? string
  : Declaration extends `${string}*${string}` | `${string}_func_t ${string}`
    ? Memory
    : Declaration extends `${'H5E_auto2_t' | 'H5E_walk2_t' | 'H5A_operator2_t' | 'H5L_iterate1_t'} ${string}`
      ? Memory
      : Declaration extends `hid_t ${infer Name extends keyof ParameterKinds}`
        ? ParameterKinds[Name]
        : Declaration extends `hid_t ${string}`
          ? never
          : number | bigint;

type ParameterList<List extends string> = List extends 'void'
  ? []
  : List extends `${infer First}, ${infer Rest}`
    ? [Parameter<First>, ...ParameterList<Rest>]
    : [Parameter<List>];

/** Text that HDF5 allocated comes as its address, because it has to be given back. */
type Result<Type extends string, Name extends string> = Type extends 'hid_t'
  ? MadeBy<Name>
  : Type extends 'size_t' | 'ssize_t' | 'haddr_t'
    ? number | bigint
    : number;

/** The TypeScript signature of a C prototype. */
type Signature<Prototype extends string> = Prototype extends `char *${string}(${infer List})`
  ? (...parameters: ParameterList<List>) => bigint | null
  : Prototype extends `${infer Type} ${infer Name}(${infer List})`
    ? (...parameters: ParameterList<List>) => Result<Type, Name>
    : never;

type Required = { readonly [Name in keyof typeof declarations]: Signature<(typeof declarations)[Name]> };
type Optional = {
  readonly [Name in keyof typeof optionalDeclarations]?: Signature<(typeof optionalDeclarations)[Name]>;
};

/**
 * The functions of the HDF5 library, by their names. An identifier or a status that tells of a failure is negative; koffi
 * gives small identifiers (only failures are) as numbers and all others as bigints.
 */
export type Hdf5Functions = Required & Optional;

/** What an exported variable identifies. */
type GlobalKind<Name extends string> = Name extends `H5P_CLS_${string}`
  ? PropertyClassId
  : Name extends `H5P_LST_${string}`
    ? PropertyListId
    : Name extends `H5T_${string}`
      ? DatatypeId
      : never;

/** Identifiers that the library exports, by their names. */
export type Hdf5Globals = { readonly [Name in (typeof globals)[number]]: GlobalKind<Name> };

/** @throws Error if the library lacks a function that every supported version has. */
export function bindFunctions({ handle }: LoadedLibrary): Hdf5Functions {
  const table: Record<string, unknown> = {};
  for (const [name, prototype] of Object.entries(declarations)) table[name] = handle.func(koffiPrototype(prototype));
  for (const [name, prototype] of Object.entries(optionalDeclarations)) {
    try {
      table[name] = handle.func(koffiPrototype(prototype));
    } catch {
      // This version does not have it.
    }
  }
  return table as Hdf5Functions;
}

/** Reads the exported identifiers; the library has to be initialised. */
export function readGlobals({ koffi, handle }: LoadedLibrary): Hdf5Globals {
  const table: Record<string, bigint> = {};
  for (const name of globals) {
    table[name] = BigInt(koffi.decode.int64(handle.symbol(name)));
  }
  return table as unknown as Hdf5Globals;
}
