/**
 * @returns the value, which fits an unsigned field of so many bits.
 * @throws RangeError naming the field, where it does not.
 */
export function requireUnsigned(field: string, value: number, bits: number): number {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
    throw new RangeError(`${field} is ${value}, which is no whole number of ${bits} bits`);
  }
  return value;
}
