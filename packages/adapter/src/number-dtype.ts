import type { BitfieldDtype, BooleanDtype, Dtype, EnumDtype, FloatDtype, IntegerDtype } from './dtype.js';

/** Dtypes whose elements are one number each, which arrive in one typed array: booleans as 0 and 1, enums as their values. */
export type NumberDtype = IntegerDtype | FloatDtype | BooleanDtype | EnumDtype | BitfieldDtype;

const numberClasses: ReadonlySet<string> = new Set<NumberDtype['class']>([
  'integer',
  'float',
  'boolean',
  'enum',
  'bitfield',
]);

/** Whether each element of a dtype is one number. */
export function isNumberDtype(dtype: Dtype): dtype is NumberDtype {
  return numberClasses.has(dtype.class);
}
