/** `count` ones, then zeros up to `length`. */
export function ones(count: number, length = count): number[] {
  return Array.from({ length }, (_, i) => (i < count ? 1 : 0));
}

/** 0 to `count - 1`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
