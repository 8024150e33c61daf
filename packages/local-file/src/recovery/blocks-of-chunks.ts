/** Chunks that are asked for at once. */
export const chunksAtOnce = 2 ** 16;

/** A block of chunks, counted in chunks, slowest axis first. */
export interface BlockOfChunks {
  readonly first: readonly number[];
  readonly counts: readonly number[];
}

/**
 * All chunks of some rows, in blocks that are small enough, the fastest axis first.
 *
 * @param along Chunks along each axis; those along the first one are not looked at.
 */
export function* blocksOfChunks(along: readonly number[], fromRow: number, toRow: number): Generator<BlockOfChunks> {
  const from = along.map((_, axis) => (axis === 0 ? fromRow : 0));
  const to = along.map((chunks, axis) => (axis === 0 ? toRow : chunks));
  if (from.some((chunk, axis) => chunk >= (to[axis] as number))) return;
  const most = from.map(() => 1);
  for (let axis = along.length - 1, size = 1; axis >= 0; axis--) {
    const length = (to[axis] as number) - (from[axis] as number);
    most[axis] = Math.max(1, Math.min(length, Math.floor(chunksAtOnce / size)));
    size *= most[axis] as number;
  }
  const first = [...from];
  for (;;) {
    yield {
      first: [...first],
      counts: first.map((at, axis) => Math.min(most[axis] as number, (to[axis] as number) - at)),
    };
    let axis = along.length - 1;
    for (; axis >= 0; axis--) {
      first[axis] = (first[axis] as number) + (most[axis] as number);
      if ((first[axis] as number) < (to[axis] as number)) break;
      first[axis] = from[axis] as number;
    }
    if (axis < 0) return;
  }
}
