/**
 * The shared interface to HDF5: types, dtypes, selections and errors, and no implementation.
 *
 * Packages of h5tail take an adapter as a value, so an application chooses its backend in one line.
 *
 * @example
 * ```ts
 * import { openFile } from '@h5tail/adapter';
 * import { wasmAdapter } from '@h5tail/wasm';
 *
 * await using file = await openFile('scan.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * const { shape } = await file.dataset('/entry/data/frames');
 * ```
 *
 * @module
 */
export type { BackendVersion, Hdf5Adapter } from './adapter.js';
export type { Attribute, Attributes, AttributeValue, NumericArray, SetAttributeOptions } from './attributes.js';
export type { Capabilities, CapabilityName } from './capabilities.js';
export type { ChunkInfo, Dataset, RawChunk, ReadOptions, WriteOptions } from './dataset.js';
export type { AnyData, Columns, DataOf, Slab } from './dtype-data.js';
export { dtypeName, hasDtype, type DtypeName, type NamedDtypes } from './dtype-name.js';
export type {
  ArrayDtype,
  BitfieldDtype,
  BooleanDtype,
  ByteOrder,
  CompoundDtype,
  CompoundMember,
  Dtype,
  DtypeClass,
  EnumDtype,
  EnumMember,
  FloatDtype,
  IntegerDtype,
  OpaqueDtype,
  ReferenceDtype,
  StringDtype,
  UnknownDtype,
  VariableLengthDtype,
} from './dtype.js';
export { dtypes } from './dtypes.js';
export type { ErrorCode } from './error-code.js';
export { elementSize } from './implementation/element-size.js';
export { Hdf5Error, isHdf5Error, type Hdf5ErrorContext, type Hdf5StackEntry } from './errors.js';
export type { FileMode, Hdf5File, OpenOptions, WriterState } from './file.js';
export {
  deflate,
  filterIds,
  fletcher32,
  nbit,
  scaleOffset,
  shuffle,
  szip,
  type Filter,
  type ScaleOffsetOptions,
  type SzipOptions,
} from './filters.js';
export type { Child, CreateDatasetOptions, Group, Hdf5Object, Link, NamedDatatype, ObjectKind } from './group.js';
export { numberArrayClass } from './implementation/number-array.js';
export { isNumberDtype, type NumberDtype } from './number-dtype.js';
export { numpyNotation } from './numpy-notation.js';
export { objectName, parentObjectPath, resolveObjectPath } from './object-path.js';
export { openFile, type OpenFileOptions } from './open-file.js';
export { bitshuffle, blosc, lz4, zstd, type BitshuffleOptions, type BloscOptions } from './plugin-filters.js';
export type { AxisSelection, Selection } from './selection.js';
export { shapeText } from './shape-text.js';
export { VariableLength } from './variable-length.js';
