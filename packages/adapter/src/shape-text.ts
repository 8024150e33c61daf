/**
 * A shape for people: `(5, unlimited, 1)`, slowest axis first.
 *
 * @param shape Extents; `null` along an axis without a limit.
 */
export function shapeText(shape: readonly (number | null)[]): string {
  return `(${shape.map((extent) => extent ?? 'unlimited').join(', ')})`;
}
