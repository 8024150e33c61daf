import { copyFileSync } from 'node:fs';
import { openFile, VariableLength } from '@h5tail/adapter';
import { reading } from './reading.mjs';

/** All messages in one read. */
export const messages = (context) =>
  reading(context, async (file, take) => {
    const { data } = await (await file.dataset('/messages')).read();
    take(data.values);
  });

/** The same bytes as python/bench_files.py makes: lengths vary by a quarter around the mean. */
export function makeMessages(
  /** @type {number} */ start,
  /** @type {number} */ count,
  /** @type {number} */ bytesEach,
) {
  const half = Math.floor(bytesEach / 2);
  return VariableLength.ofBytes(
    Array.from({ length: count }, (_, i) => {
      const index = start + i;
      const length = bytesEach - Math.floor(bytesEach / 4) + ((index * 7919) % (half + 1));
      return Uint8Array.from({ length }, (_byte, at) => (at + index) & 255);
    }),
  );
}

/** The batches of a job that appends. */
export function batchesOf(/** @type {import('../measure.mjs').Job} */ { count, batch, bytes }) {
  return Array.from({ length: count / batch }, (_, i) => makeMessages(i * batch, batch, bytes));
}

/**
 * Appends in SWMR mode, each batch flushed; to a copy of an empty file.
 * @param {import('./reading.mjs').Context} context
 * @returns {import('./reading.mjs').Loop}
 */
export function appendMessages({ adapter, job }) {
  const batches = batchesOf(job);
  const { output: path } = job;
  return {
    prepare() {
      copyFileSync(job.path, path);
    },
    async run(take) {
      const file = await openFile(path, { adapter, mode: 'r+' });
      await file.startSwmrWrite();
      const data = await file.dataset('/messages');
      for (const batch of batches) {
        const start = data.shape[0];
        await data.resize([start + batch.length]);
        await data.write([[start, start + batch.length]], batch);
        await data.flush();
      }
      await file.close();
      if (!take.checks) return;
      const written = await openFile(path, { adapter, mode: 'r' });
      take((await (await written.dataset('/messages')).read()).data.values);
      await written.close();
    },
    close: () => Promise.resolve(),
  };
}
