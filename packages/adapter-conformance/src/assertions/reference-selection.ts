import type { AxisSelection, Selection } from '@h5tail/adapter';

/** What a selection takes: the row-major positions of the elements, and the shape of the result. */
export interface SelectedElements {
  readonly positions: readonly number[];
  readonly shape: readonly number[];
}

/** Takes a selection element by element: slow, and obviously right. */
export function selectedElements(selection: Selection, extents: readonly number[]): SelectedElements {
  let positions = [0];
  const shape: number[] = [];
  extents.forEach((extent, axis) => {
    const entry = selection[axis] ?? null;
    const taken = indicesOf(entry, extent);
    positions = positions.flatMap((position) => taken.map((index) => position * extent + index));
    if (typeof entry !== 'number') shape.push(taken.length);
  });
  return { positions, shape };
}

function indicesOf(entry: AxisSelection, extent: number): number[] {
  if (typeof entry === 'number') return [entry];
  const [start, stop, step = 1] = entry ?? [0, extent];
  const indices: number[] = [];
  for (let index = start; index < stop; index += step) indices.push(index);
  return indices;
}

/** Selections that follow from the seed alone, all of them within the extents. */
export function* pseudoRandomSelections(extents: readonly number[], count: number, seed: number): Generator<Selection> {
  let state = seed;
  // Numerical Recipes' linear congruential generator; its high bits are good enough here.
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let i = 0; i < count; i++) {
    const selection = extents.map((extent): AxisSelection => {
      const start = below(extent + 1);
      const stop = start + below(extent - start + 1);
      const kinds: AxisSelection[] = [below(extent), [start, stop], [start, stop, 1 + below(3)], null];
      return kinds[below(kinds.length)] as AxisSelection;
    });
    yield selection.slice(0, below(selection.length + 1));
  }
}
