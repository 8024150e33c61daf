import { openFile } from '@h5tail/adapter';

/**
 * What to run over and over, in a process of its own.
 * @typedef {{ checks: boolean, points: (start: number, stop: number) => void, (values: ArrayBufferView): void }} Take is
 *   handed every value that was read, or every range of points that are ready
 * `bytes`: how many a pass goes through, where they are not those of the values that it takes.
 * @typedef {{ bytes?: number, prepare?: () => void | Promise<void>, run: (take: Take) => Promise<void>, close: () => Promise<void> }} Loop
 * @typedef {{ adapter: import('@h5tail/adapter').Hdf5Adapter, job: import('../measure.mjs').Job }} Context
 */

/**
 * A loop over a file that stays open while the passes go over it.
 * @param {Context} context
 * @param {(file: import('@h5tail/adapter').Hdf5File, take: Take) => Promise<void>} run
 * @returns {Promise<Loop>}
 */
export async function reading({ adapter, job }, run) {
  const file = await openFile(job.path, { adapter, mode: 'r', swmr: job.swmr ?? false });
  return { run: (take) => run(file, take), close: () => file.close() };
}
