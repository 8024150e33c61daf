/** What `--reduce` takes. `roi-sum` is a sum for which `--region` has to be given. */
export const reductionNames = ['sum', 'mean', 'max', 'min', 'roi-sum'] as const;

/** One of {@link reductionNames}. */
export type ReductionName = (typeof reductionNames)[number];
