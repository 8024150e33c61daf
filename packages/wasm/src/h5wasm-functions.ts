/**
 * The functions of h5wasm's low-level module that this package calls, and nothing else. h5wasm's own declarations leave
 * out several arguments that its C++ code takes.
 *
 * Source: `hdf5_util.cc` of h5wasm 0.10.3. A negative identifier or status means failure.
 *
 * @module
 */

/** What h5wasm tells of a dtype. */
export interface H5wasmType {
  /** HDF5's `H5T_class_t`. */
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** Whether it is text of variable length. */
  readonly vlen: boolean;
  readonly cset?: number;
  readonly strpad?: number;
  readonly ref_type?: 'object' | 'region';
  readonly compound_type?: { readonly members: readonly (H5wasmType & { name: string; offset: number })[] };
  readonly array_type?: H5wasmType & { readonly shape: readonly number[] };
  readonly vlen_type?: H5wasmType;
  readonly enum_type?: { readonly members: Readonly<Record<string, number>> };
}

/** What h5wasm tells of a dataset or an attribute. */
export interface H5wasmMetadata extends H5wasmType {
  readonly total_size: number;
  /** `null` for a null dataspace. */
  readonly shape: number[] | null;
  /** Unlimited axes are 2^64 - 1, rounded to a double. */
  readonly maxshape: number[] | null;
  readonly chunks: number[] | null;
  readonly virtual_sources?: readonly { readonly file_name: string }[];
}

/** What h5wasm takes to create a dataset or an attribute. */
export interface H5wasmCreation {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  readonly vlen: boolean;
  readonly cset?: number;
  readonly compound_type?: {
    readonly nmembers: number;
    readonly members: readonly (H5wasmCreation & { name: string; offset: number })[];
  };
  readonly shape?: bigint[];
  readonly maxshape?: bigint[] | null;
  readonly chunks?: bigint[] | null;
  readonly compression?: number;
  readonly compression_opts?: readonly number[];
}

/** An open stream of the module's file system. */
export interface H5wasmStream {
  /** Descriptor of Node. */
  readonly nfd: number;
  /** As of open(2). */
  readonly flags: number;
  position: number;
  node?: { mode: number };
  stream_ops?: { write(stream: unknown, buffer: Int8Array, offset: number, length: number): number };
}

/** The low-level module. Objects are named by their path below an open file; handles never leave the C++ code. */
export interface H5wasmModule {
  readonly HEAPU8: Uint8Array;
  readonly FS: {
    readonly streams: (H5wasmStream | null | undefined)[];
    readonly ErrnoError: new (errno: number) => Error;
    read(stream: H5wasmStream, buffer: Int8Array, offset: number, length: number, position?: number): number;
    write(
      stream: H5wasmStream,
      buffer: Int8Array,
      offset: number,
      length: number,
      position?: number,
      canOwn?: boolean,
    ): number;
  };
  /** Called where it cannot go on, and stops; see `SideModules`. */
  onAbort?: (why: unknown) => never;
  _malloc(bytes: number): number;
  _free(address: number): void;

  readonly H5F_ACC_RDONLY: number;
  readonly H5F_ACC_RDWR: number;
  readonly H5F_ACC_TRUNC: number;
  readonly H5F_ACC_EXCL: number;
  readonly ACC_SWMR_APPEND: number;
  readonly H5F_ACC_SWMR_READ: number;
  readonly H5F_LIBVER_V110: number;

  get_plugin_search_paths(): string[];
  insert_plugin_search_path(folder: string, index: number): number;
  remove_plugin_search_path(index: number): number;

  open(path: string, mode: number, trackOrder: boolean, libverLow: number, libverHigh: number): bigint;
  close_file(file: bigint): number;
  flush(file: bigint): number;
  H5Fstart_swmr_write(file: bigint): number;

  /** 0 group, 1 dataset, 2 datatype, 3 and 4 links that lead nowhere, -1 nothing. */
  get_type(file: bigint, path: string): number;
  get_names(file: bigint, group: string, recursive: boolean): string[];
  get_symbolic_link(file: bigint, path: string): string | null;
  get_external_link(file: bigint, path: string): { filename?: string; obj_path?: string };
  create_group(file: bigint, path: string, trackOrder: boolean): number;
  create_soft_link(file: bigint, target: string, path: string): number;
  create_hard_link(file: bigint, target: string, path: string): number;
  create_external_link(file: bigint, targetFile: string, target: string, path: string): number;

  get_dataset_metadata(file: bigint, path: string): H5wasmMetadata;
  get_datatype_metadata(file: bigint, path: string): H5wasmType;
  get_dataset_filters(file: bigint, path: string): { id: number; name: string; cd_values: number[] }[];
  create_dataset(file: bigint, path: string, data: bigint, creation: H5wasmCreation): number;
  resize_dataset(file: bigint, path: string, shape: bigint[]): number;
  get_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    start: bigint[] | null,
    stride: bigint[] | null,
    address: bigint,
  ): number;
  set_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    start: bigint[] | null,
    stride: bigint[] | null,
    address: bigint,
  ): number;

  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): H5wasmMetadata;
  get_attribute_data(file: bigint, path: string, name: string, address: bigint): number;
  create_attribute(file: bigint, path: string, name: string, data: bigint, creation: H5wasmCreation): number;
  delete_attribute(file: bigint, path: string, name: string): number;

  /** Gives back the memory of variable-length elements; `attribute` is empty for a dataset. */
  reclaim_vlen_memory(file: bigint, path: string, attribute: string, address: bigint): number;
  reclaim_vlen_memory_count(file: bigint, path: string, attribute: string, address: bigint, count: bigint[]): number;

  create_object_reference(file: bigint, path: string): ArrayLike<number>;
  get_referenced_name(file: bigint, reference: ArrayLike<number>, isObject: boolean): string | null;
}

/** HDF5's type classes, by the numbers of `H5T_class_t`. */
export const typeClass = {
  integer: 0,
  float: 1,
  time: 2,
  string: 3,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  reference: 7,
  enum: 8,
  variableLength: 9,
  array: 10,
} as const;
