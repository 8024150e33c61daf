/** A structure of HDF5 that we read or write byte by byte. */
export interface OurStructure {
  /** The bytes that we have for it: at least as many as HDF5 writes or reads there. */
  readonly size: number;
  /** Fields by name, at their offsets in bytes; dots lead into inner structures and unions. */
  readonly fields: Readonly<Record<string, { readonly offset: number; readonly type: string }>>;
}

/** All that we say about the C interface of HDF5. */
export interface OurDeclarations {
  /** C prototypes by the names of the functions. Every supported version has them. */
  readonly declarations: Readonly<Record<string, string>>;
  /** C prototypes that a version may lack. */
  readonly optionalDeclarations: Readonly<Record<string, string>>;
  /** Exported variables of type `hid_t`. */
  readonly globals: readonly string[];
  /** The C type that a type of HDF5 is passed as. */
  readonly typeAliases: Readonly<Record<string, string>>;
  /** Types that are passed as `int`. */
  readonly enumerations: readonly string[];
  /** Types that are passed as an address. */
  readonly functionTypes: readonly string[];
  /** Macros and enumerators. */
  readonly constants: Readonly<Record<string, number | bigint>>;
  readonly structures: Readonly<Record<string, OurStructure>>;
}
