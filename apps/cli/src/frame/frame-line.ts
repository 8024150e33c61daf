import { numpyNotation, type Slab } from '@h5tail/adapter';
import type { ScanPoint } from '@h5tail/frames';
import { flatListJson } from './element-json.js';
import { exactJson, RawJson, type JsonValue } from './exact-json.js';
import { numbersOf } from './number-array.js';
import { summarizeNumbers } from './number-summary.js';

const noSummary = { min: null, max: null, mean: null, sum: null };

function summaryOf({ dtype, data }: Slab): typeof noSummary | Record<'min' | 'max' | 'mean' | 'sum', number | bigint> {
  const numbers = numbersOf(dtype, data);
  const summary = numbers && summarizeNumbers(numbers);
  if (numbers === undefined || summary === undefined) return noSummary;
  const { min, max, sum } = summary;
  return { min, max, mean: Number(sum) / numbers.length, sum };
}

/** Extents as numpy has them: those of array elements follow those of the frame, so that they count the numbers. */
function shapeOf({ dtype, shape }: Slab): readonly number[] {
  return dtype.class === 'array' ? [...shape, ...dtype.shape] : shape;
}

/** One dataset's part of a frame as JSON: dtype, shape, statistics, and on demand the values as one flat list. */
export function slabJson(slab: Slab, withValues: boolean): { readonly [name: string]: JsonValue | undefined } {
  return {
    dtype: numpyNotation(slab.dtype),
    shape: shapeOf(slab),
    ...summaryOf(slab),
    values: withValues ? new RawJson(flatListJson(slab.dtype, slab.data)) : undefined,
  };
}

/**
 * The line that `h5tail follow` prints for one point of the scan.
 *
 * @param paths Names of the datasets, in the order in which they shall appear.
 */
export function frameLine(point: ScanPoint, paths: readonly string[], withValues: boolean): string {
  const data = paths.map((path) => {
    const frame = point.frames.get(path);
    return [path, frame === undefined ? null : slabJson(frame, withValues)] as const;
  });
  return exactJson({
    index: point.index,
    slice: point.slice,
    maxShape: point.maxShape,
    data: Object.fromEntries(data),
  });
}
