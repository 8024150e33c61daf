import type { Hyperslab } from '@h5tail/adapter/implementation';

/** Elements that lie next to each other in row-major order. */
export interface ElementRun {
  /** Row-major position of the first one. */
  readonly start: number;
  readonly length: number;
}

/** The selected elements of a dataset with these extents, in row-major order, as few runs as their layout allows. */
export function* elementRuns(slab: Hyperslab, extents: readonly number[]): Generator<ElementRun> {
  if (slab.size === 0) return;
  let outer = extents.length;
  let length = 1;
  // Axes join into one run from the fastest on, as long as each is taken without gaps; a part of an axis ends it.
  while (outer > 0) {
    const axis = outer - 1;
    if (slab.stride[axis] !== 1 && slab.count[axis] !== 1) break;
    length *= slab.count[axis] as number;
    outer = axis;
    if (slab.count[axis] !== extents[axis]) break;
  }
  const steps = rowMajorSteps(extents);
  const offset = slab.start.reduce((sum, first, axis) => sum + first * (steps[axis] as number), 0);
  const position = Array.from({ length: outer }, () => 0);
  for (;;) {
    const start = position.reduce(
      (sum, index, axis) => sum + index * (slab.stride[axis] as number) * (steps[axis] as number),
      offset,
    );
    yield { start, length };
    let axis = outer - 1;
    while (axis >= 0 && (position[axis] = (position[axis] as number) + 1) === slab.count[axis]) {
      position[axis] = 0;
      axis--;
    }
    if (axis < 0) return;
  }
}

/** For each axis, how many elements apart two neighbours along it are. */
export function rowMajorSteps(extents: readonly number[]): number[] {
  const steps = Array.from(extents, () => 1);
  for (let axis = extents.length - 2; axis >= 0; axis--) {
    steps[axis] = (steps[axis + 1] as number) * (extents[axis + 1] as number);
  }
  return steps;
}
