/** An integer as the machine has it; `bool` and plain `char` are integers of one byte. */
export interface IntegerType {
  readonly kind: 'integer';
  readonly bytes: number;
  readonly signed: boolean;
}

/** A field of a struct or a union. */
export interface Field {
  readonly name: string;
  readonly type: CType;
}

/** A struct or a union. `fields` is missing while it is only announced, as in `struct H5VL_object_t;`. */
export interface RecordType {
  readonly kind: 'record';
  readonly keyword: 'struct' | 'union';
  name: string;
  fields?: readonly Field[];
}

/** A type of C with every typedef already replaced by what it stands for; `const` is left out. */
export type CType =
  | { readonly kind: 'void' }
  | IntegerType
  | { readonly kind: 'float'; readonly bytes: number }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'pointer'; readonly to: CType }
  | { readonly kind: 'array'; readonly of: CType; readonly length: number | undefined }
  | FunctionType
  | RecordType
  /** A type of the C library that no header of HDF5 explains, such as `FILE`. */
  | { readonly kind: 'foreign'; readonly name: string };

/** A function, or what a function pointer points to. */
export interface FunctionType {
  readonly kind: 'function';
  readonly returns: CType;
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
}

/** A parameter and the words that declare it, for messages. */
export interface Parameter {
  readonly type: CType;
  readonly text: string;
}

const integer = (bytes: number, signed: boolean): IntegerType => ({ kind: 'integer', bytes, signed });

/** The bytes of a `long`: Windows is the one platform of ours where they are four. */
export const longBytes = process.platform === 'win32' ? 4 : 8;

/** `int`, which C takes where nothing else is said. */
export const int = integer(4, true);

/** The types that HDF5's headers take from C's own. */
export const standardTypes: ReadonlyMap<string, CType> = new Map<string, CType>([
  ...[8, 16, 32, 64].flatMap((bits): [string, CType][] => [
    [`int${bits}_t`, integer(bits / 8, true)],
    [`uint${bits}_t`, integer(bits / 8, false)],
  ]),
  ['size_t', integer(8, false)],
  ['uintptr_t', integer(8, false)],
  ['ssize_t', integer(8, true)],
  ['ptrdiff_t', integer(8, true)],
  ['intptr_t', integer(8, true)],
  ['time_t', integer(8, true)],
  ['off_t', integer(longBytes, true)],
  ['bool', integer(1, false)],
]);

/** The words of C that together name a number, such as `unsigned long long`. */
export const numberWords: ReadonlySet<string> = new Set(
  'void _Bool char short int long float double signed unsigned'.split(' '),
);

/** The type that some of {@link numberWords} name. */
export function typeOfWords(words: readonly string[]): CType {
  const has = (word: string): boolean => words.includes(word);
  const signed = !has('unsigned');
  if (has('void')) return { kind: 'void' };
  if (has('_Bool')) return integer(1, false);
  if (has('char')) return integer(1, signed);
  if (has('short')) return integer(2, signed);
  if (has('float')) return { kind: 'float', bytes: 4 };
  if (has('double')) return { kind: 'float', bytes: has('long') ? 16 : 8 };
  const longs = words.filter((word) => word === 'long').length;
  return longs === 0 ? integer(4, signed) : integer(longs > 1 ? 8 : longBytes, signed);
}

/** The bytes that an enumeration takes: C compilers give it those of an `int`. */
export const enumBytes = 4;
