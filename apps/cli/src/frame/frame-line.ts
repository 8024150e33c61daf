import { numpyNotation, type Slab } from '@h5tail/adapter';
import type { ScanPoint } from '@h5tail/frames';
import { flatListJson } from './element-json.js';
import { exactJson, RawJson, type JsonValue } from './exact-json.js';
import { numbersOf } from './number-array.js';
import { summarizeNumbers, type NumberSummary } from './number-summary.js';

const noSummary = { min: null, max: null, mean: null, sum: null };

/** Statistics of a slab by the paths of the datasets; see {@link summarizeSlab}. */
export type Summaries = ReadonlyMap<string, NumberSummary | undefined>;

/** Smallest, largest and sum of a slab; `undefined` where there are no numbers. */
export function summarizeSlab({ dtype, data }: Slab): NumberSummary | undefined {
  const numbers = numbersOf(dtype, data);
  return numbers && summarizeNumbers(numbers);
}

/** Number of numbers in a slab. */
export function numberCount({ data }: Slab): number {
  return (data as ArrayLike<unknown>).length;
}

function statisticsJson(
  slab: Slab,
  summary: NumberSummary | undefined,
): typeof noSummary | Record<'min' | 'max' | 'mean' | 'sum', number | bigint> {
  if (summary === undefined) return noSummary;
  const { min, max, sum } = summary;
  return { min, max, mean: Number(sum) / numberCount(slab), sum };
}

/** Extents as numpy has them: those of array elements follow those of the frame, so that they count the numbers. */
export function shapeOf({ dtype, shape }: Slab): readonly number[] {
  return dtype.class === 'array' ? [...shape, ...dtype.shape] : shape;
}

/**
 * One dataset's part of a frame as JSON: dtype, shape, statistics, and on demand the values as one flat list.
 *
 * @param summary Its statistics, where they are known already.
 */
export function slabJson(
  slab: Slab,
  withValues: boolean,
  summary = summarizeSlab(slab),
): { readonly [name: string]: JsonValue | undefined } {
  return {
    dtype: numpyNotation(slab.dtype),
    shape: shapeOf(slab),
    ...statisticsJson(slab, summary),
    values: withValues ? new RawJson(flatListJson(slab.dtype, slab.data)) : undefined,
  };
}

/**
 * The line that `h5tail follow` prints for one point of the scan.
 *
 * @param paths Names of the datasets, in the order in which they shall appear.
 * @param summaries The statistics of the frames, where they are known already.
 */
export function frameLine(
  point: ScanPoint,
  paths: readonly string[],
  withValues: boolean,
  summaries?: Summaries,
): string {
  const data = paths.map((path) => {
    const frame = point.frames.get(path);
    return [path, frame === undefined ? null : slabJson(frame, withValues, summaries?.get(path))] as const;
  });
  return exactJson({
    index: point.index,
    slice: point.slice,
    maxShape: point.maxShape,
    data: Object.fromEntries(data),
  });
}
