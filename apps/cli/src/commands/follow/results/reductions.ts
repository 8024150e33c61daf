import { dtypes, Hdf5Error, type Dataset, type Dtype, type NumericArray } from '@h5tail/adapter';
import type { Frame } from '@h5tail/frames';
import { numberCount } from '../../../frame/frame-line.js';
import { isNumeric } from '../../../frame/number-array.js';
import type { NumberSummary } from '../../../frame/number-summary.js';
import type { ReductionName } from './reduction-names.js';

/** Dtypes of reduced frames. */
export type ReducedDtype = typeof dtypes.float64 | typeof dtypes.int64 | typeof dtypes.uint64;

/**
 * Dtype that holds a reduction: 64-bit integers, exact, for sums of integers of up to 32 bits and for the smallest and
 * largest of any integers; else float64.
 *
 * @throws Hdf5Error `WRONG_DTYPE` for a dataset without numbers.
 */
export function reducedDtype(
  reduction: ReductionName,
  dataset: Pick<Dataset, 'dtype' | 'file' | 'path'>,
): ReducedDtype {
  const { dtype, file, path } = dataset;
  if (!isNumeric(dtype)) {
    throw new Hdf5Error('WRONG_DTYPE', 'frames without numbers cannot be reduced', {
      file: file.path,
      object: path,
      remedy: 'Leave out --output, or follow datasets of numbers',
    });
  }
  const integer = integerOf(dtype);
  if (integer === undefined || reduction === 'mean') return dtypes.float64;
  const isLong = integer.size === 8;
  if (isSum(reduction) && isLong) return dtypes.float64;
  return isLong && !integer.signed ? dtypes.uint64 : dtypes.int64;
}

/** How the elements of a dtype of numbers are stored; `undefined` for floats. */
function integerOf(dtype: Dtype): { readonly size: number; readonly signed: boolean } | undefined {
  switch (dtype.class) {
    case 'integer':
      return dtype;
    case 'bitfield':
      return { size: dtype.size, signed: false };
    case 'boolean':
    case 'enum':
    case 'array':
      return integerOf(dtype.base);
    default:
      return undefined;
  }
}

function isSum(reduction: ReductionName): boolean {
  return reduction === 'sum' || reduction === 'roi-sum';
}

/**
 * The reduction of one frame, as what a dataset of its dtype is written with.
 *
 * @param summary Of the frame; `undefined` for one without elements, whose sum is 0 and whose other reductions are NaN.
 * @throws Hdf5Error `INVALID_DATA` for the smallest or largest integer of a frame without elements.
 */
export function reducedValue(
  reduction: ReductionName,
  dtype: ReducedDtype,
  frame: Frame,
  summary: NumberSummary | undefined,
): NumericArray {
  const value = reduce(reduction, frame, summary);
  if (dtype.class === 'float') return Float64Array.of(Number(value));
  if (Number.isNaN(value)) {
    throw new Hdf5Error('INVALID_DATA', `frame ${frame.index} has no elements, so it has no ${reduction}`, {
      remedy: 'Take --reduce sum or mean',
    });
  }
  return dtype.signed ? BigInt64Array.of(BigInt(value)) : BigUint64Array.of(BigInt(value));
}

function reduce(reduction: ReductionName, frame: Frame, summary: NumberSummary | undefined): number | bigint {
  if (isSum(reduction)) return summary?.sum ?? 0;
  if (summary === undefined) return NaN;
  if (reduction === 'mean') return Number(summary.sum) / numberCount(frame);
  return reduction === 'max' ? summary.max : summary.min;
}
