const targetBytes = 128 * 1024;
const unlimitedExtent = 1024;

/**
 * Extents of a chunk where none were asked for: at most about 128 KiB, halving the longest axis until it fits.
 *
 * An axis without a length yet counts as 1024 elements, because it is the one that will grow.
 */
export function defaultChunk(
  shape: readonly number[],
  maxShape: readonly (number | null)[],
  bytesPerElement: number,
): number[] {
  const chunk = shape.map((extent, axis) => {
    const limit = maxShape[axis] ?? unlimitedExtent;
    return Math.max(1, Math.min(extent === 0 ? unlimitedExtent : extent, limit === 0 ? 1 : limit));
  });
  const bytes = (): number => chunk.reduce((product, extent) => product * extent, bytesPerElement);
  while (bytes() > targetBytes && chunk.some((extent) => extent > 1)) {
    const longest = chunk.indexOf(Math.max(...chunk));
    chunk[longest] = Math.ceil((chunk[longest] as number) / 2);
  }
  return chunk;
}
