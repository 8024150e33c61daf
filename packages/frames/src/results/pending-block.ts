import type { NumericArray } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';

/** How the results of one point are kept. */
export interface ResultLayout {
  /** Elements per point. */
  readonly frameLength: number;
  readonly createArray: (length: number) => NumericArray;
}

/** The points of one block, as far as they have come. Takes memory when the first one does. */
export class PendingBlock {
  /** Number of its first point. */
  readonly start: number;
  /** How many points it is to have. */
  readonly count: number;
  readonly #layouts: readonly ResultLayout[];
  readonly #values: (NumericArray | undefined)[] = [];
  readonly #isSet: Uint8Array;

  constructor(start: number, count: number, layouts: readonly ResultLayout[]) {
    this.start = start;
    this.count = count;
    this.#layouts = layouts;
    this.#isSet = new Uint8Array(count);
  }

  /** Whether no point has come. */
  get isEmpty(): boolean {
    return !this.#isSet.includes(1);
  }

  /** How many points there are up to the last that has come. */
  get filledTo(): number {
    return this.#isSet.lastIndexOf(1) + 1;
  }

  /** Values of one result for all points, zero where none has come. */
  values(result: number): NumericArray {
    const { frameLength, createArray } = this.#layouts[result] as ResultLayout;
    return (this.#values[result] ??= createArray(this.count * frameLength));
  }

  /** @param values One array per result; copied. */
  set([first, stop]: AxisRange, values: readonly NumericArray[]): void {
    for (const [i, array] of values.entries()) {
      const { frameLength } = this.#layouts[i] as ResultLayout;
      this.values(i).set(array as never, (first - this.start) * frameLength);
    }
    this.#isSet.fill(1, first - this.start, stop - this.start);
  }

  /** Which of these points have come; points of other blocks are left out. */
  rangesIn([first, stop]: AxisRange): AxisRange[] {
    const ranges: AxisRange[] = [];
    const end = Math.min(stop, this.start + this.count);
    for (let point = Math.max(first, this.start); point < end; point++) {
      if (this.#isSet[point - this.start] === 1) ranges.push([point, point + 1]);
    }
    return ranges;
  }
}
