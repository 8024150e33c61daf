import { Hdf5Error, type Dtype, type IntegerDtype, type StringDtype } from '@h5tail/adapter';
import { elementSize } from '@h5tail/adapter/implementation';
import type { Place } from '@h5tail/local-file/objects';
import { constants, variableLength } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { IdentifierScope } from '../c/identifier-scope.js';
import type { DatatypeId } from '../c/identifiers.js';
import { ieeeLayouts } from './ieee-layout.js';
import { paddingNumber } from './string-padding.js';

const what = 'the datatype cannot be made';

/**
 * Makes datatypes of HDF5 from dtypes, for storing elements and for holding them in memory.
 *
 * What is made belongs to the scope and ends with it.
 */
export class DatatypeMaker {
  readonly #library: Hdf5Library;
  readonly #ids: IdentifierScope;
  readonly #place: Place;

  constructor(library: Hdf5Library, ids: IdentifierScope, place: Place) {
    this.#library = library;
    this.#ids = ids;
    this.#place = place;
  }

  /** @throws Hdf5Error `UNSUPPORTED_DTYPE` for class `unknown`. */
  make(dtype: Dtype): DatatypeId {
    const { globals } = this.#library;
    switch (dtype.class) {
      case 'integer':
        return this.#ordered(globals[`H5T_STD_${dtype.signed ? 'I' : 'U'}${bits(dtype)}LE_g`], dtype);
      case 'float':
        return this.#ordered(dtype.size === 2 ? this.#half() : this.#real(dtype.size), dtype);
      case 'bitfield':
        return this.#ordered(globals[`H5T_STD_B${bits(dtype)}LE_g`], dtype);
      case 'string':
        return this.#text(dtype);
      case 'boolean':
        return this.#enumeration(dtype.base, [
          { name: 'FALSE', value: 0 },
          { name: 'TRUE', value: 1 },
        ]);
      case 'enum':
        return this.#enumeration(dtype.base, dtype.members);
      case 'opaque':
        return this.#opaque(dtype.size, dtype.tag);
      case 'reference':
        return dtype.target === 'object' ? globals.H5T_STD_REF_OBJ_g : globals.H5T_STD_REF_DSETREG_g;
      case 'compound':
        return this.#compound(dtype);
      case 'array': {
        const base = this.make(dtype.base);
        const dims = BigUint64Array.from(dtype.shape, BigInt);
        return this.#add((c) => c.H5Tarray_create2(base, dims.length, dims));
      }
      case 'variable-length': {
        const base = this.make(dtype.base);
        return this.#add((c) => c.H5Tvlen_create(base));
      }
      case 'unknown':
        throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${dtype.hdf5Class} cannot be made`, this.#place);
    }
  }

  #add(make: (c: Hdf5Library['c']) => DatatypeId): DatatypeId {
    return this.#ids.add(this.#place, what, make);
  }

  #set(call: (c: Hdf5Library['c']) => number): void {
    this.#library.demand(this.#place, what, call);
  }

  #real(size: 4 | 8): DatatypeId {
    const { globals } = this.#library;
    return size === 4 ? globals.H5T_IEEE_F32LE_g : globals.H5T_IEEE_F64LE_g;
  }

  /** HDF5 has no predefined half-precision type before 1.14.4; it is cut out of the single-precision one. */
  #half(): DatatypeId {
    const type = this.#add((c) => c.H5Tcopy(this.#real(4)));
    const { sign, exponent, exponentSize, mantissa, mantissaSize, bias } = ieeeLayouts[2];
    // The fields first: they have to fit into the size at each step.
    this.#set((c) => c.H5Tset_fields(type, sign, exponent, exponentSize, mantissa, mantissaSize));
    this.#set((c) => c.H5Tset_size(type, 2));
    this.#set((c) => c.H5Tset_ebias(type, bias));
    return type;
  }

  #ordered(type: DatatypeId, { byteOrder }: { readonly byteOrder: string }): DatatypeId {
    if (byteOrder === 'little') return type;
    const swapped = this.#add((c) => c.H5Tcopy(type));
    this.#set((c) => c.H5Tset_order(swapped, constants.H5T_ORDER_BE));
    return swapped;
  }

  #text({ length, charset, padding }: StringDtype): DatatypeId {
    const type = this.#add((c) => c.H5Tcopy(this.#library.globals.H5T_C_S1_g));
    this.#set((c) => c.H5Tset_size(type, length === 'variable' ? variableLength : length));
    if (charset === 'utf-8') this.#set((c) => c.H5Tset_cset(type, constants.H5T_CSET_UTF8));
    this.#set((c) => c.H5Tset_strpad(type, paddingNumber(padding)));
    return type;
  }

  #enumeration(base: IntegerDtype, members: readonly { name: string; value: number | bigint }[]): DatatypeId {
    const baseType = this.make(base);
    const type = this.#add((c) => c.H5Tenum_create(baseType));
    for (const { name, value } of members) {
      this.#set((c) => c.H5Tenum_insert(type, name, storedValue(base, value)));
    }
    return type;
  }

  #opaque(size: number, tag: string): DatatypeId {
    const type = this.#add((c) => c.H5Tcreate(constants.H5T_OPAQUE, size));
    this.#set((c) => c.H5Tset_tag(type, tag));
    return type;
  }

  #compound(dtype: Dtype & { readonly class: 'compound' }): DatatypeId {
    const type = this.#add((c) => c.H5Tcreate(constants.H5T_COMPOUND, dtype.size));
    for (const member of dtype.members) {
      const memberType = this.make(member.dtype);
      this.#set((c) => c.H5Tinsert(type, member.name, member.offset, memberType));
    }
    return type;
  }
}

function bits(dtype: { readonly size: 1 | 2 | 4 | 8 }): 8 | 16 | 32 | 64 {
  return (8 * elementSize(dtype as IntegerDtype)) as 8 | 16 | 32 | 64;
}

/** The bytes of a member's value, as its base stores them. */
function storedValue({ size, byteOrder }: IntegerDtype, value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
  const stored = bytes.slice(0, size);
  return byteOrder === 'big' ? stored.toReversed() : stored;
}
