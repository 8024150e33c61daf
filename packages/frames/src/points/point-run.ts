/**
 * Points of a scan that one read takes: they lie along its fastest axis, equally far apart.
 *
 * Point `i` of the run has the index `first + i * step`.
 */
export interface PointRun {
  /** Index of the first point. */
  readonly first: number;
  /** From one point to the next, in points. */
  readonly step: number;
  /** Number of points, at least 1. */
  readonly count: number;
  /** Coordinates of the first point, one per axis of the scan; the others differ in the last one. */
  readonly position: readonly number[];
}

/** Coordinates of a point of a run. */
export function positionInRun({ position, step }: PointRun, place: number): number[] {
  const coordinates = [...position];
  const fast = coordinates.length - 1;
  if (fast >= 0) coordinates[fast] = (coordinates[fast] as number) + place * step;
  return coordinates;
}
