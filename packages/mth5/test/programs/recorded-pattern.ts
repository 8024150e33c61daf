/** Components of the runs that are recorded, in their order. */
export const components = ['ex', 'ey', 'hx', 'hy', 'hz'] as const;

const perSample = 8;

/** Samples `first` to `first + count - 1` of a channel of the pattern: none is zero, and no two channels have the same. */
export function patternSamples(channel: number, first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => (first + index) * perSample + channel + 1);
}

/** One block for all channels. */
export function patternBlock(first: number, count: number): Record<string, Int32Array> {
  return Object.fromEntries(components.map((name, channel) => [name, patternSamples(channel, first, count)]));
}
