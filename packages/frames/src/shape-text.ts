/** A shape for an error message: `(5, unlimited, 1)`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return `(${shape.map((extent) => extent ?? 'unlimited').join(', ')})`;
}
