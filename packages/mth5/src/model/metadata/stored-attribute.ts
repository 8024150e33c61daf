/** An attribute as it is stored: text (variable length, UTF-8), float64, int64, or boolean. */
export type StoredAttribute =
  | { readonly name: string; readonly kind: 'text'; readonly value: string }
  | { readonly name: string; readonly kind: 'number'; readonly value: number }
  | { readonly name: string; readonly kind: 'integer'; readonly value: bigint }
  | { readonly name: string; readonly kind: 'boolean'; readonly value: boolean };

/** The text that MTH5 has in the attribute `hdf5_reference` of every object; it is no reference. */
export const referenceText = '<HDF5 object reference>';

/** The two attributes that tell what an object is: all that a group without metadata has. Source: MTH5 0.6.5. */
export function typeAttributes(mth5Type: string): readonly StoredAttribute[] {
  return [
    { name: 'mth5_type', kind: 'text', value: mth5Type },
    { name: 'hdf5_reference', kind: 'text', value: referenceText },
  ];
}

/** Whether a whole number is one of 64 bits. */
export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
