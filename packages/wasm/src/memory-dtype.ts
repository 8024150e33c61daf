import type { ByteOrder, CompoundMember, Dtype } from '@h5tail/adapter';

type Order = ByteOrder | 'mixed' | 'none';

/**
 * The dtype of elements as h5wasm delivers and takes them, which differs from the stored one in the byte order.
 *
 * h5wasm asks HDF5 to turn the memory type to little-endian where the stored type as a whole is big-endian, and drops
 * the answer. What that leaves as it was: enumerations, whose order cannot change once they have names, and compounds
 * that mix byte orders. Within a compound HDF5 turns one member after the other and stops at the first enumeration.
 *
 * Source: `read_write_dataset_data` in h5wasm 0.10.3 and `H5T__set_order` in HDF5 2.0.
 */
export function memoryDtype(stored: Dtype): Dtype {
  return orderOf(stored) === 'big' ? turn(stored).dtype : stored;
}

/** The byte order that HDF5 gives a type as a whole. */
function orderOf(dtype: Dtype): Order {
  switch (dtype.class) {
    case 'integer':
    case 'float':
    case 'bitfield':
      return dtype.byteOrder;
    case 'boolean':
    case 'enum':
    case 'array':
    case 'variable-length':
      return orderOf(dtype.base);
    case 'compound': {
      const orders = new Set(dtype.members.map((member) => orderOf(member.dtype)).filter((order) => order !== 'none'));
      if (orders.size === 0) return 'none';
      return orders.size === 1 ? ([...orders][0] as Order) : 'mixed';
    }
    default:
      return 'none';
  }
}

/** The type after HDF5 was asked for little-endian, and whether it went through. */
function turn(dtype: Dtype): { dtype: Dtype; turned: boolean } {
  switch (dtype.class) {
    case 'integer':
    case 'float':
    case 'bitfield':
      return { dtype: { ...dtype, byteOrder: 'little' }, turned: true };
    case 'boolean':
    case 'enum':
      return { dtype, turned: false };
    case 'array':
    case 'variable-length': {
      const base = turn(dtype.base);
      return { dtype: { ...dtype, base: base.dtype }, turned: base.turned };
    }
    case 'compound': {
      const members: CompoundMember[] = [];
      let turned = true;
      for (const member of dtype.members) {
        const after: { dtype: Dtype; turned: boolean } = turned
          ? turn(member.dtype)
          : { dtype: member.dtype, turned: false };
        turned &&= after.turned;
        members.push({ ...member, dtype: after.dtype });
      }
      return { dtype: { ...dtype, members }, turned };
    }
    default:
      return { dtype, turned: true };
  }
}
