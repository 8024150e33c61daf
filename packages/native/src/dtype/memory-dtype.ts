import type { ByteOrder, Dtype } from '@h5tail/adapter';

/** That of every machine that Node runs on today, but for mainframes. */
const hostOrder: ByteOrder = 'little';

/** The dtype of elements as they are held in memory: in the byte order of this machine. HDF5 converts. */
export function memoryDtype(dtype: Dtype): Dtype {
  switch (dtype.class) {
    case 'integer':
    case 'float':
    case 'bitfield':
      return { ...dtype, byteOrder: hostOrder };
    case 'boolean':
      return { ...dtype, base: { ...dtype.base, byteOrder: hostOrder } };
    case 'enum':
      return { ...dtype, base: { ...dtype.base, byteOrder: hostOrder } };
    case 'array':
    case 'variable-length':
      return { ...dtype, base: memoryDtype(dtype.base) };
    case 'compound':
      return { ...dtype, members: dtype.members.map((member) => ({ ...member, dtype: memoryDtype(member.dtype) })) };
    default:
      return dtype;
  }
}
