import { MemoryScan, type DatasetPlan, type Interceptor } from '@h5tail/adapter-conformance/memory';

/** A scan of ten points. */
export const tenKeys: Readonly<Record<string, DatasetPlan>> = { key: { shape: [10] } };

/** Counts the watches on the reader's file that are held. */
export async function watchedKeys(
  plans = tenKeys,
  interceptor: Interceptor = {},
): Promise<{ live: MemoryScan; held: () => number }> {
  let held = 0;
  const live = await MemoryScan.create(plans, {
    ...interceptor,
    file: (file) => ({
      watch: (listener) => {
        held++;
        const stop = file.watch(listener);
        return () => {
          held--;
          stop?.();
        };
      },
    }),
  });
  return { live, held: () => held };
}
