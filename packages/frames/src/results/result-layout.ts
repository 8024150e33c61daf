import { isNumberDtype, numberArrayClass, type NumericArray } from '@h5tail/adapter';
import type { ResultLayout } from './pending-block.js';
import type { ResultPlan, ResultWriterOptions } from './result-writer-options.js';
import { requireCount, requireOrderedScan } from './row-runs.js';

/**
 * How the results of a plan are kept in memory.
 *
 * @throws TypeError for a dtype that is none of numbers.
 */
export function resultLayout({ dtype, shape = [] }: ResultPlan): ResultLayout {
  const ArrayClass = isNumberDtype(dtype) ? numberArrayClass(dtype) : undefined;
  if (ArrayClass === undefined) throw new TypeError(`results of class ${dtype.class} cannot be written`);
  return {
    frameLength: shape.reduce((product, extent) => product * extent, 1),
    createArray: (length): NumericArray => new ArrayClass(length),
  };
}

/**
 * Refuses options that make no sense.
 *
 * @throws TypeError, RangeError
 */
export function requireOptions({ maxShape, order = 'raster', results, ...numbers }: ResultWriterOptions): void {
  requireOrderedScan({ shape: maxShape, order });
  const plans = Object.entries(results);
  if (plans.length === 0) throw new TypeError('a writer of results needs at least one');
  for (const [name, plan] of plans) {
    resultLayout(plan);
    if (name === '' || name.includes('/')) throw new TypeError(`'${name}' is not the name of one dataset`);
    for (const extent of plan.shape ?? []) requireCount(extent, `elements of '${name}'`);
  }
  const { blockLength, flushEveryMs = 0, flushEveryPoints } = numbers;
  if (blockLength !== undefined) requireCount(blockLength, 'points of a block');
  if (flushEveryPoints !== undefined) requireCount(flushEveryPoints, 'points to flush');
  if (!(flushEveryMs >= 0)) throw new RangeError(`${flushEveryMs} is not a time between flushes`);
}
