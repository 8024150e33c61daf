import { Hdf5Error, type Dtype } from '@h5tail/adapter';
import { elementSize } from '@h5tail/adapter/implementation';
import { typeClass, type H5wasmCreation } from './h5wasm-functions.js';

/**
 * Describes a dtype to h5wasm for creating a dataset or an attribute.
 *
 * @throws Hdf5Error `UNSUPPORTED_DTYPE` for what h5wasm cannot describe; the capabilities name these classes.
 */
export function dtypeToH5wasm(dtype: Dtype): H5wasmCreation {
  const common = { size: elementSize(dtype, 4), signed: false, littleEndian: true, vlen: false };
  switch (dtype.class) {
    case 'integer':
      return { ...common, type: typeClass.integer, signed: dtype.signed };
    case 'float':
      return { ...common, type: typeClass.float, signed: true };
    case 'string':
      return {
        ...common,
        type: typeClass.string,
        cset: dtype.charset === 'utf-8' ? 1 : 0,
        vlen: dtype.length === 'variable',
      };
    case 'reference':
      return { ...common, type: typeClass.reference };
    case 'compound':
      return {
        ...common,
        type: typeClass.compound,
        compound_type: {
          nmembers: dtype.members.length,
          members: dtype.members.map((member) => ({
            ...dtypeToH5wasm(member.dtype),
            name: member.name,
            offset: member.offset,
          })),
        },
      };
    default:
      throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of class ${dtype.class} cannot be created`);
  }
}
