import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';

/** The scan that a dataset holds the frames of. */
export interface ScanFit {
  readonly rank: number;
  /** Extents, `null` along an axis without a limit. */
  readonly shape?: readonly (number | null)[] | undefined;
  /** Where the scan comes from, for the message: `the key dataset /entry/keys`. */
  readonly source: string;
}

/**
 * Refuses a dataset that cannot hold the frames of a scan: too few axes, other extents along the fast axes of the scan, so
 * that every position would be wrong, or no room for the last points along the slowest.
 *
 * @throws Hdf5Error `WRONG_SHAPE` naming both, `NULL_DATASPACE`.
 */
export function requireFit(
  dataset: Pick<Dataset, 'file' | 'path' | 'maxShape'>,
  { rank, shape, source }: ScanFit,
): void {
  const place = { file: dataset.file.path, object: dataset.path };
  const { maxShape } = dataset;
  if (maxShape === null) {
    throw new Hdf5Error('NULL_DATASPACE', 'a dataset without a dataspace has no frames', {
      ...place,
      remedy: 'The first axes of the data must be those of the scan',
    });
  }
  const fits =
    maxShape.length >= rank &&
    maxShape.slice(0, rank).every((extent, axis) => {
      const wanted = shape?.[axis] ?? null;
      if (extent === null || wanted === null) return true;
      return axis === 0 ? extent >= wanted : extent === wanted;
    });
  if (fits) return;
  const scan = shape === undefined ? `of rank ${rank}` : `of shape ${shapeText(shape)}`;
  throw new Hdf5Error(
    'WRONG_SHAPE',
    `its maximum shape ${shapeText(maxShape)} does not fit the scan ${scan} of ${source}`,
    {
      ...place,
      remedy: 'The first axes of the data must be those of the scan, with room for all of its points',
    },
  );
}
