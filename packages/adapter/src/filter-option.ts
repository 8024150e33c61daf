/**
 * A whole number within the limits of a filter.
 *
 * @throws RangeError
 */
export function requireOption(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${name} ${value} is not ${least} to ${most}`);
}
