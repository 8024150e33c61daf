/** Largest partial sum that {@link ExactSum.add} takes. */
export const largestPart = 2 ** 52;

/** Adds whole numbers without rounding: as a number while that is exact, beyond it as a bigint. */
export class ExactSum {
  #small = 0;
  #large = 0n;

  /** `part` is whole and at most {@link largestPart} away from 0. */
  add(part: number): void {
    this.#small += part;
    if (Math.abs(this.#small) <= largestPart) return;
    this.#large += BigInt(this.#small);
    this.#small = 0;
  }

  /** The sum; a number where that is exact. */
  get value(): number | bigint {
    const sum = this.#large + BigInt(this.#small);
    const asNumber = Number(sum);
    return Number.isSafeInteger(asNumber) ? asNumber : sum;
  }
}
