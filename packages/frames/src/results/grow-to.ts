import type { Dataset } from '@h5tail/adapter';

/** Grows a dataset along its slowest axis, where it is not that long yet. */
export async function growTo(dataset: Dataset, slowest: number): Promise<void> {
  const [extent = 0, ...others] = dataset.shape ?? [];
  if (extent < slowest) await dataset.resize([slowest, ...others]);
}
