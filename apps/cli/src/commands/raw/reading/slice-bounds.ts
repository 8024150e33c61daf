/** Which messages to take, as in a Python slice. */
export interface SliceFlags {
  readonly start?: number;
  readonly end?: number;
}

/** A slice of a list: negative bounds count from its end, what leaves it is cut, and nothing is left where they cross. */
export function sliceBounds({ start = 0, end }: SliceFlags, length: number): { start: number; stop: number } {
  const from = bound(start, length);
  return { start: from, stop: Math.max(from, bound(end ?? length, length)) };
}

function bound(value: number, length: number): number {
  return Math.min(Math.max(value < 0 ? value + length : value, 0), length);
}
