import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { batchesOf } from './messages.mjs';

const largestRead = 1024 * 1024;

/**
 * The file's own limit: the same bytes, wherever they are stored, by pread into one buffer. Nobody is faster.
 * @returns {import('./reading.mjs').Loop}
 */
export function readStored({ job }) {
  const places = JSON.parse(readFileSync(`${job.path}.places`, 'utf8'));
  const buffer = new Uint8Array(largestRead);
  const file = openSync(job.path);
  return {
    async run() {
      for (const [start, size] of places) {
        for (let at = 0; at < size; at += largestRead) {
          readSync(file, buffer, 0, Math.min(largestRead, size - at), start + at);
        }
      }
    },
    close: async () => closeSync(file),
  };
}

/**
 * The same bytes written, batch after batch.
 * @returns {import('./reading.mjs').Loop}
 */
export function appendStored({ job }) {
  const batches = batchesOf(job);
  return {
    async run() {
      const file = openSync(job.output, 'w');
      for (const { values } of batches) writeSync(file, values);
      closeSync(file);
    },
    close: () => Promise.resolve(),
  };
}
