import type { Dtype } from '@h5tail/adapter';
import type { ReadyRow } from '@h5tail/follower';
import { numpyNotation, type Slab } from '@h5tail/adapter';
import { numberCount, shapeOf, summarizeSlab } from '../../frame/frame-line.js';
import type { JsonValue } from '../../frame/exact-json.js';
import type { NumberSummary } from '../../frame/number-summary.js';

type Numbers = (number | bigint | null)[];

/** Statistics of one dataset over a row, and of each frame of it. */
export class RowSummary {
  readonly #start: number;
  readonly #sums: Numbers;
  readonly #means: Numbers;
  readonly #mins: Numbers;
  readonly #maxes: Numbers;
  #dtype: Dtype | undefined;
  #shape: readonly number[] | undefined;
  #count = 0;
  #total: NumberSummary | undefined;

  constructor({ start, stop }: ReadyRow) {
    this.#start = start;
    const nothing = (): Numbers => Array.from({ length: stop - start }, () => null);
    [this.#sums, this.#means, this.#mins, this.#maxes] = [nothing(), nothing(), nothing(), nothing()];
  }

  /** Takes in the frame of a point. */
  add(index: number, frame: Slab): void {
    this.#dtype = frame.dtype;
    this.#shape = shapeOf(frame);
    const summary = summarizeSlab(frame);
    if (summary === undefined) return;
    const place = index - this.#start;
    const count = numberCount(frame);
    this.#sums[place] = summary.sum;
    this.#means[place] = Number(summary.sum) / count;
    this.#mins[place] = summary.min;
    this.#maxes[place] = summary.max;
    this.#total = this.#total === undefined ? summary : together(this.#total, summary);
    this.#count += count;
  }

  /** The statistics as JSON; `null` where no frame of the row could be read. */
  get json(): JsonValue {
    if (this.#dtype === undefined || this.#shape === undefined) return null;
    const { sum = null, min = null, max = null } = this.#total ?? {};
    return {
      dtype: numpyNotation(this.#dtype),
      shape: this.#shape,
      min,
      max,
      mean: sum === null ? null : Number(sum) / this.#count,
      sum,
      perFrame: { min: this.#mins, max: this.#maxes, mean: this.#means, sum: this.#sums },
    };
  }
}

function together(one: NumberSummary, other: NumberSummary): NumberSummary {
  const hasNone = [one, other].some(({ min }) => Number.isNaN(min));
  return {
    min: hasNone ? NaN : other.min < one.min ? other.min : one.min,
    max: hasNone ? NaN : other.max > one.max ? other.max : one.max,
    sum: sumOf(one.sum, other.sum),
  };
}

/** Whole numbers without rounding, a number where that is exact. */
function sumOf(one: number | bigint, other: number | bigint): number | bigint {
  if (typeof one === 'number' && typeof other === 'number') {
    const sum = one + other;
    if (Number.isSafeInteger(sum) || !Number.isInteger(one) || !Number.isInteger(other)) return sum;
  }
  return BigInt(one) + BigInt(other);
}
