import { dtypeName, type Dtype } from '@h5tail/adapter';

/** A dtype for people: `uint16`, `int32 big-endian`, `string[5]`, `{x: float64, y: float64}`. */
export function dtypeWords(dtype: Dtype): string {
  switch (dtype.class) {
    case 'integer':
    case 'float':
      return dtype.byteOrder === 'big' ? `${dtypeName(dtype)} big-endian` : dtypeName(dtype);
    case 'bitfield':
      return `bitfield${8 * dtype.size}${dtype.byteOrder === 'big' ? ' big-endian' : ''}`;
    case 'boolean':
      return 'boolean';
    case 'string':
      return dtype.length === 'variable' ? 'string' : `string[${dtype.length}]`;
    case 'enum':
      return `enum {${dtype.members.map(({ name, value }) => `${name} = ${value}`).join(', ')}}`;
    case 'compound':
      return `{${dtype.members.map((member) => `${member.name}: ${dtypeWords(member.dtype)}`).join(', ')}}`;
    case 'array':
      return `${dtypeWords(dtype.base)}[${dtype.shape.join(', ')}]`;
    case 'opaque':
      return `opaque[${dtype.size}]${dtype.tag === '' ? '' : ` ${JSON.stringify(dtype.tag)}`}`;
    case 'reference':
      return `${dtype.target} reference`;
    case 'variable-length':
      return `sequence of ${dtypeWords(dtype.base)}`;
    case 'unknown':
      return `unknown ${dtype.hdf5Class}`;
  }
}
