import { dtypes, type Capabilities, type Dtype } from '@h5tail/adapter';

/**
 * The dtype to store copied values with: their own where the backend can create it, else the nearest that it can, which
 * holds the same values in the same array.
 */
export function creatableDtype(dtype: Dtype, capabilities: Capabilities): Dtype {
  switch (dtype.class) {
    case 'integer':
      return dtype.byteOrder === 'big' && !capabilities.createBigEndian ? { ...dtype, byteOrder: 'little' } : dtype;
    case 'float':
      return creatableFloat(dtype, capabilities);
    case 'boolean':
      return capabilities.createBoolean ? dtype : dtypes.uint8;
    case 'enum':
      return capabilities.createEnum ? dtype : creatableDtype(dtype.base, capabilities);
    case 'string':
      return creatableString(dtype, capabilities);
    default:
      return dtype;
  }
}

function creatableFloat(dtype: Extract<Dtype, { class: 'float' }>, capabilities: Capabilities): Dtype {
  if (dtype.size === 2 && !capabilities.createFloat16) return dtypes.float32;
  return dtype.byteOrder === 'big' && !capabilities.createBigEndian ? { ...dtype, byteOrder: 'little' } : dtype;
}

/** Text of any length holds every text; the paddings that every backend creates differ by character set. */
function creatableString(dtype: Extract<Dtype, { class: 'string' }>, { createStringPadding }: Capabilities): Dtype {
  const common = dtype.charset === 'ascii' ? 'null-terminated' : 'space-padded';
  return dtype.length === 'variable' || dtype.padding === common || createStringPadding ? dtype : dtypes.string;
}

/** Whether elements point to other objects of their file, and so mean nothing in another one. */
export function holdsReferences(dtype: Dtype): boolean {
  switch (dtype.class) {
    case 'reference':
      return true;
    case 'array':
    case 'variable-length':
      return holdsReferences(dtype.base);
    case 'compound':
      return dtype.members.some((member) => holdsReferences(member.dtype));
    default:
      return false;
  }
}
