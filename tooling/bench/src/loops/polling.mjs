import { openFile } from '@h5tail/adapter';
import { reading } from './reading.mjs';

/** What a follower does at each poll, before it reads. */
export const refresh = (context) =>
  reading(context, async (file, take) => {
    const polled = await Promise.all(context.job.datasets.map((name) => file.dataset(name)));
    for (let i = 0; i < context.job.repeats; i++) {
      for (const dataset of polled) await dataset.refresh();
    }
    take(Int32Array.from(polled, ({ shape }) => shape[0]));
  });

/** @returns {import('./reading.mjs').Loop} */
export const openAndClose = (/** @type {import('./reading.mjs').Context} */ { adapter, job }) => ({
  async run(take) {
    for (let i = 0; i < job.repeats; i++) {
      const file = await openFile(job.path, { adapter, mode: 'r', swmr: true });
      await file.close();
    }
    take(new Uint8Array(1));
  },
  close: () => Promise.resolve(),
});
