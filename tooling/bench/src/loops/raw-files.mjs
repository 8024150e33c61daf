import { rmSync } from 'node:fs';
import { fromRawFile, RawFileFollower, RawFileWriter, toRawFile } from '@h5tail/larpix-raw';
import { batchesOf } from './messages.mjs';

/** @typedef {import('./reading.mjs').Context} Context */
/** @typedef {import('./reading.mjs').Loop} Loop */

/**
 * Appends batch by batch to a new file.
 *
 * @param {Context} context
 * @param {(batches: import('@h5tail/adapter').VariableLength[], path: string, context: Context) => Promise<void>} append
 * @returns {Loop}
 */
function appending(context, append) {
  const { adapter, job } = context;
  const { output: path } = job;
  const batches = batchesOf(job);
  return {
    prepare: () => rmSync(path, { force: true }),
    async run(take) {
      await append(batches, path, context);
      if (take.checks) take((await fromRawFile(path, { adapter })).messages.values);
    },
    close: () => Promise.resolve(),
  };
}

/** By one writer that holds the file open and flushes each batch. @param {Context} context */
export const appendRaw = (context) =>
  appending(context, async (batches, path, { adapter, job }) => {
    const writer = await RawFileWriter.open(path, { adapter, ioVersion: '0.0', flushEvery: job.batch });
    for (const batch of batches) await writer.append(batch, 1);
    await writer.close();
  });

/** Message by message, by one writer with its usual flushes. @param {Context} context */
export const appendRawOneByOne = (context) =>
  appending(context, async (batches, path, { adapter }) => {
    const writer = await RawFileWriter.open(path, { adapter, ioVersion: '0.0' });
    for (const batch of batches) for (const message of batch) await writer.append([message], 1);
    await writer.close();
  });

/** By a call for each batch, which opens and closes the file. @param {Context} context */
export const appendRawByCalls = (context) =>
  appending(context, async (batches, path, { adapter }) => {
    const options = { adapter, ioVersion: '0.0', headers: { ioGroups: 1 } };
    for (const batch of batches) await toRawFile(path, batch, options);
  });

/** In blocks, each by a call of its own. @param {Context} context @returns {Loop} */
export function readRaw({ adapter, job }) {
  const { path, count, block = count } = job;
  return {
    async run(take) {
      for (let start = 0; start < count; start += block) {
        const { messages } = await fromRawFile(path, { adapter, start, end: start + block });
        take(take.checks ? messages.values : new Uint8Array(messages.length));
      }
    },
    close: () => Promise.resolve(),
  };
}

/** As a follower does that comes when all is written. @param {Context} context @returns {Loop} */
export function followRaw({ adapter, job }) {
  return {
    async run(take) {
      const follower = await RawFileFollower.open(job.path, { adapter, timeoutMs: 0 });
      for await (const { messages, count } of follower) take(take.checks ? messages.values : new Uint8Array(count));
      await follower.close();
    },
    close: () => Promise.resolve(),
  };
}
