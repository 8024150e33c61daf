/**
 * Which part of a dataset to read or write: one entry per axis, slowest axis first; missing entries take the whole axis.
 *
 * | entry | takes | in the result |
 * | --- | --- | --- |
 * | `3` | one index | the axis is dropped |
 * | `[2, 5]` | indices 2, 3, 4 | the axis keeps 3 extents |
 * | `[0, 10, 3]` | indices 0, 3, 6, 9 | the axis keeps 4 extents |
 * | `null` | the whole axis | the axis is kept |
 *
 * Ranges are half open. Nothing is clipped and negative numbers do not count from the end: what leaves the dataset is
 * an `OUT_OF_RANGE` error, because a silent clip of a live dataset would look like missing data.
 */
export type Selection = readonly AxisSelection[];

/** Selection along one axis. */
export type AxisSelection =
  number | readonly [start: number, stop: number] | readonly [start: number, stop: number, step: number] | null;
