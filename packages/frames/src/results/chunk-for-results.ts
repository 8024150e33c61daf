/** A frame with fewer elements is small: a chunk then holds many points. */
const smallFrame = 10;
/** Aimed at for chunks; halving stops below twice this. */
const wantedBytes = 2 ** 20;
/** Chunks of less cost more to find than to read. */
const leastBytes = 2 ** 10;

/**
 * Extents of the chunks of a results dataset: one frame, or for small frames the whole scan, at about 1 MiB at most and
 * 1 KiB at least.
 *
 * @param scanMaxShape Largest extents of the scan, `null` along an axis without a limit.
 * @param frameShape Extents of a frame, none of them 0.
 * @param elementBytes Size of one element.
 */
export function chunkForResults(
  scanMaxShape: readonly (number | null)[],
  frameShape: readonly number[],
  elementBytes: number,
): number[] {
  const isSmall = product(frameShape) < smallFrame;
  const scanAxes = scanMaxShape.map((extent) => (isSmall ? Math.max(extent ?? 1, 1) : 1));
  const chunk = [...scanAxes, ...frameShape];
  if (isSmall) lengthenUnlimited(chunk, scanMaxShape, elementBytes);
  return halveToFit(chunk, elementBytes);
}

/** A point more costs nothing where the scan may grow forever; the fastest such axis gets them. */
function lengthenUnlimited(chunk: number[], scanMaxShape: readonly (number | null)[], elementBytes: number): void {
  const axis = scanMaxShape.lastIndexOf(null);
  const bytes = product(chunk) * elementBytes;
  if (axis >= 0) chunk[axis] = Math.max(1, Math.ceil(leastBytes / bytes));
}

/** Halves the slowest axis that can be, so that what is left of a chunk lies together in a scan. */
function halveToFit(wanted: readonly number[], elementBytes: number): number[] {
  const chunk = [...wanted];
  while (product(chunk) * elementBytes >= 2 * wantedBytes) {
    const axis = chunk.findIndex((extent) => extent > 1);
    if (axis < 0) break;
    chunk[axis] = Math.ceil((chunk[axis] as number) / 2);
  }
  return chunk;
}

function product(extents: readonly number[]): number {
  return extents.reduce((size, extent) => size * extent, 1);
}
