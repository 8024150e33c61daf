import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runPython } from './python.mjs';

const compressed = (/** @type {string} */ filter, /** @type {number} */ size, /** @type {number} */ count) => ({
  [`${filter} ${size}`]: { kind: 'frames', count, size, filter },
});

/** The files that scenarios read, by name. Each is made when it is first asked for; see python/bench_files.py. */
const files = {
  'raw 64': { kind: 'frames', count: 8000, size: 64 },
  'raw 256': { kind: 'frames', count: 1600, size: 256 },
  'raw 512': { kind: 'frames', count: 300, size: 512 },
  'raw 1024': { kind: 'frames', count: 100, size: 1024 },
  ...compressed('gzip', 64, 2000),
  ...compressed('gzip', 512, 60),
  ...compressed('gzip', 1024, 40),
  ...compressed('shuffle+gzip', 512, 60),
  ...compressed('bitshuffle-lz4', 64, 2000),
  ...compressed('bitshuffle-lz4', 512, 150),
  ...compressed('bitshuffle-lz4', 1024, 60),
  ...compressed('lz4', 512, 150),
  ...compressed('blosc', 512, 150),
  messages: { kind: 'messages', count: 100_000, bytes_each: 400, chunk: 1024 },
  'no messages': { kind: 'messages', count: 0, bytes_each: 400, chunk: 1024 },
  'raw messages': { kind: 'raw', count: 100_000, bytes_each: 400 },
  'mth5 5000': { kind: 'mth5', stations: 100, runs: 10, length: 8 },
  scan: { kind: 'scan', count: 2000, size: 64, unfinished: true },
  'keys 100000 1024': { kind: 'keys', count: 100_000, chunk: 1024 },
  'keys 1000000 1024': { kind: 'keys', count: 1_000_000, chunk: 1024 },
  'keys 20000 1': { kind: 'keys', count: 20_000, chunk: 1 },
};

/**
 * @param {string} folder
 * @param {string} name
 * @returns {Promise<string>} path of the file
 */
export async function fileNamed(folder, name) {
  const path = join(folder, `${name}.h5`);
  if (!existsSync(path)) await runPython('bench_files', 'make', JSON.stringify({ path, ...files[name] }));
  return path;
}
