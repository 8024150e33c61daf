import { rmSync } from 'node:fs';
import { openMth5 } from '@h5tail/mth5';

/** @typedef {import('./reading.mjs').Context} Context */
/** @typedef {import('./reading.mjs').Loop} Loop */

const components = ['ex', 'ey', 'hx', 'hy', 'hz'];
const blocksInMemory = 8;

/** The same samples as python/mth5_files.py makes. @param {number} step @param {number} count */
function blockOf(step, count) {
  const samples = (/** @type {number} */ channel) =>
    Int32Array.from({ length: count }, (_, index) => index + step * count + channel);
  return Object.fromEntries(components.map((name, channel) => [name, samples(channel)]));
}

/**
 * Five channels of a session, step by step.
 *
 * @param {Context} context
 * @param {import('@h5tail/mth5').FlushPolicy | undefined} flush
 * @returns {Loop}
 */
function appending({ adapter, job }, flush) {
  const { output: path, batch, count } = job;
  const blocks = Array.from({ length: blocksInMemory }, (_, step) => blockOf(step, batch));
  /** @type {import('@h5tail/mth5').Mth5File | undefined} */
  let file;
  return {
    async prepare() {
      await file?.close();
      rmSync(path, { force: true });
      file = await openMth5(path, { adapter, mode: 'w', ...(flush && { flush }) });
      const run = await (await (await file.addSurvey('bench')).addStation('mt01')).addRun('a');
      for (const name of components) await run.addChannel(name, { sampleRate: 100 });
      await file.startSwmr();
    },
    async run(take) {
      const run = await file.run({ survey: 'bench', station: 'mt01', run: 'a' });
      for (let step = 0; step < count / batch; step++) await run.append(blocks[step % blocksInMemory]);
      await file.flush();
      if (!take.checks) return;
      for (const name of components) take((await (await run.channel(name)).read()).samples);
    },
    close: async () => file?.close(),
  };
}

/** With the usual flushes: whole chunks. @param {Context} context */
export const appendChannels = (context) => appending(context, undefined);

/** With a flush at each step. @param {Context} context */
export const appendChannelsFlushed = (context) => appending(context, { samples: context.job.batch });

/** The table of channels, checked against the datasets. @param {Context} context @returns {Loop} */
export function summarize({ adapter, job }) {
  return {
    async run(take) {
      const file = await openMth5(job.path, { adapter, mode: 'r', swmr: true });
      const rows = await file.summary();
      await file.close();
      take(BigInt64Array.from(rows, ({ n_samples }) => BigInt(n_samples)));
    },
    close: () => Promise.resolve(),
  };
}
