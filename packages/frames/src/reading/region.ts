import { Hdf5Error, shapeText, type AxisSelection, type Dataset } from '@h5tail/adapter';

/**
 * Part of a frame to read, one entry per axis of the frame, slowest first; missing entries take the whole axis. An index
 * drops its axis, a range keeps it, as in the selection of a read.
 */
export type Region = readonly AxisSelection[];

/**
 * Refuses a region that no frame of a dataset can have.
 *
 * @throws Hdf5Error `WRONG_SHAPE` for more entries than a frame has axes, `OUT_OF_RANGE` beyond the maximum shape.
 * @throws RangeError for what is no index and no range.
 */
export function requireRegion(
  dataset: Pick<Dataset, 'file' | 'path' | 'maxShape'>,
  scanRank: number,
  region: Region,
): void {
  const place = { file: dataset.file.path, object: dataset.path };
  const frameShape = (dataset.maxShape ?? []).slice(scanRank);
  if (region.length > frameShape.length) {
    const message = `a region of ${region.length} axes does not fit frames of shape ${shapeText(frameShape)}`;
    throw new Hdf5Error('WRONG_SHAPE', message, { ...place, remedy: 'Give one range per axis of a frame' });
  }
  region.forEach((entry, axis) => {
    const stop = regionStop(entry);
    if (stop <= (frameShape[axis] ?? Infinity)) return;
    const message = `the region ends at ${stop}, beyond axis ${axis} of frames of shape ${shapeText(frameShape)}`;
    throw new Hdf5Error('OUT_OF_RANGE', message, { ...place, remedy: 'Give a region inside of the frame' });
  });
}

/** Extents of what a region takes of a frame. */
export function regionShape(frameShape: readonly number[], region: Region): number[] {
  return frameShape.flatMap((extent, axis) => {
    const entry = region[axis] ?? null;
    if (entry === null) return [extent];
    if (typeof entry === 'number') return [];
    const [start, stop, step = 1] = entry;
    return [Math.ceil((stop - start) / step)];
  });
}

/** Index after the last that an entry takes; 0 for a whole axis. @throws RangeError for what is no index and no range. */
export function regionStop(entry: AxisSelection): number {
  if (entry === null) return 0;
  const [start, stop, step = 1] = typeof entry === 'number' ? [entry, entry + 1] : entry;
  const isWhole = [start, stop, step].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (isWhole && start < stop && step > 0) return stop;
  throw new RangeError(`${JSON.stringify(entry)} is not an index nor a range of a region`);
}
