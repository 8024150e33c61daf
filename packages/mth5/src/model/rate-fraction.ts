/** A sample rate as a fraction: this many samples in this many seconds, both whole and above zero. */
export interface RateFraction {
  readonly samples: bigint;
  readonly seconds: bigint;
}

/**
 * The plainest fraction that is the given rate as a float64.
 *
 * A rate of 0.1 Hz is meant to be one sample in ten seconds, but the float64 nearest to 0.1 is a little more, which adds
 * up to nanoseconds within months. So its continued fraction is followed until float64 no longer tells the two apart:
 * 0.1 becomes 1/10, 12.5 becomes 25/2, 0.3333333333333333 becomes 1/3.
 *
 * @param sampleRate samples per second.
 * @throws RangeError for a rate that is not finite and above zero.
 */
export function rateFraction(sampleRate: number): RateFraction {
  if (!(Number.isFinite(sampleRate) && sampleRate > 0)) {
    throw new RangeError(`A sample rate is a finite number of samples per second above zero, not ${sampleRate}`);
  }
  let [dividend, divisor] = exactFraction(sampleRate);
  let [samples, seconds] = [1n, 0n];
  let [previousSamples, previousSeconds] = [0n, 1n];
  // Ends at the latest with the exact fraction, when the rest is zero.
  while (divisor !== 0n) {
    const whole = dividend / divisor;
    [dividend, divisor] = [divisor, dividend - whole * divisor];
    [samples, previousSamples] = [whole * samples + previousSamples, samples];
    [seconds, previousSeconds] = [whole * seconds + previousSeconds, seconds];
    if (Number(samples) / Number(seconds) === sampleRate) break;
  }
  return { samples, seconds };
}

/** A float64 above zero as the fraction of whole numbers that it is exactly. */
function exactFraction(value: number): [bigint, bigint] {
  let mantissa = value;
  let divisor = 1n;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    divisor *= 2n;
  }
  return [BigInt(mantissa), divisor];
}
