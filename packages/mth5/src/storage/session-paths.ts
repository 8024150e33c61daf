/**
 * Where a file says that a session goes on: under `/`, whose other children MTH5 does not look at. Of fixed size, so that it can be
 * rewritten while others read.
 */
export const sessionPaths = {
  group: '/h5tail',
  /** int64, a single value: 0 from the beginning of a session to its end, else 1. */
  ended: '/h5tail/ended',
} as const;
