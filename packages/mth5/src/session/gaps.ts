import { Hdf5Error, type Hdf5ErrorContext } from '@h5tail/adapter';

/**
 * What becomes of a gap in time before samples that are appended.
 *
 * - `error`: they are refused.
 * - a number: the gap is filled with it; `nan` with NaN, in a channel of floats.
 * - `mean`, `median`: of the samples on both sides of the gap, see `window`.
 * - `new-run`: they begin a run of their own, with the same channels.
 */
export type GapFill = 'error' | 'nan' | 'mean' | 'median' | 'new-run' | number;

/** How gaps are dealt with. */
export interface GapPolicy {
  /** Default: `error`. */
  readonly fill?: GapFill;
  /** Samples on each side of the gap for `mean` and `median`. Default: 10. */
  readonly window?: number;
  /** The longest gap that is filled, in seconds: a clock that jumps shall not fill the disk. Default: 3600. */
  readonly maxSeconds?: number;
}

/** A policy with its defaults. */
export type GapSettings = Required<GapPolicy>;

const fills: readonly unknown[] = ['error', 'nan', 'mean', 'median', 'new-run'];

/** @throws RangeError for a number that makes no sense, TypeError for a fill that there is not. */
export function gapSettings({ fill = 'error', window = 10, maxSeconds = 3600 }: GapPolicy = {}): GapSettings {
  if (typeof fill !== 'number' && !fills.includes(fill)) {
    throw new TypeError(`there is no fill '${String(fill)}': it is a number or one of ${fills.join(', ')}`);
  }
  if (!Number.isSafeInteger(window) || window < 1) throw new RangeError(`window ${window} is not 1 or more`);
  if (!(maxSeconds >= 0)) throw new RangeError(`maxSeconds ${maxSeconds} is not 0 or more`);
  return { fill, window, maxSeconds };
}

const nanosecondsPerSecond = 1e9;
const tolerance = 0.5;

/**
 * How many samples are missing before the first of new ones. Contiguous means: `start + n / rate` within half a sample.
 *
 * @param expected Time of the sample that would follow, in nanoseconds.
 * @param given Time of the first new one.
 * @throws Hdf5Error `INVALID_DATA` where they begin before the end of those that are there.
 */
export function gapBefore(expected: bigint, given: bigint, sampleRate: number, place: Hdf5ErrorContext): number {
  const samples = (Number(given - expected) / nanosecondsPerSecond) * sampleRate;
  if (Math.abs(samples) <= tolerance) return 0;
  if (samples > 0) return Math.round(samples);
  throw new Hdf5Error(
    'INVALID_DATA',
    `the samples begin ${Math.ceil(-samples - tolerance)} samples before the end of those that are there`,
    { ...place, remedy: 'Append in the order of time; what is there is not overwritten' },
  );
}

/** @throws Hdf5Error `INVALID_DATA` for a gap that the policy does not fill. */
export function requireFillable(
  gap: number,
  sampleRate: number,
  { fill, maxSeconds }: GapSettings,
  place: Hdf5ErrorContext,
): void {
  const seconds = gap / sampleRate;
  const what = `${gap} samples (${seconds} s) are missing before these`;
  if (fill === 'error') {
    throw new Hdf5Error('INVALID_DATA', what, { ...place, remedy: 'Say how gaps are filled, or begin a new run' });
  }
  if (seconds > maxSeconds) {
    throw new Hdf5Error('INVALID_DATA', `${what}, more than the ${maxSeconds} s that are filled`, {
      ...place,
      remedy: 'Begin a new run, or allow longer gaps (maxSeconds)',
    });
  }
}

/** The sample to fill a gap with, from those at its edges, which are in the order of time. */
export function fillValue(
  fill: Exclude<GapFill, 'error' | 'new-run'>,
  edges: readonly number[],
  isInteger: boolean,
): number {
  if (typeof fill === 'number') return fill;
  if (fill === 'nan') return NaN;
  const value = fill === 'mean' ? meanOf(edges) : medianOf(edges);
  return isInteger ? Math.round(value) : value;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
