import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runPython } from './python.mjs';

/** The files that scenarios read, by name. Each is made when it is first asked for; see python/bench_files.py. */
const files = {
  'raw 512': { kind: 'frames', count: 300, size: 512 },
  'raw 64': { kind: 'frames', count: 8000, size: 64 },
  'raw 1024': { kind: 'frames', count: 100, size: 1024 },
  gzip: { kind: 'frames', count: 60, size: 512, filter: 'gzip' },
  'shuffle+gzip': { kind: 'frames', count: 60, size: 512, filter: 'shuffle+gzip' },
  lz4: { kind: 'frames', count: 150, size: 512, filter: 'lz4' },
  blosc: { kind: 'frames', count: 150, size: 512, filter: 'blosc' },
  messages: { kind: 'messages', count: 100_000, bytes_each: 400, chunk: 1024 },
  'no messages': { kind: 'messages', count: 0, bytes_each: 400, chunk: 1024 },
  scan: { kind: 'scan', count: 2000, size: 64, unfinished: true },
  'keys, chunk 1024': { kind: 'keys', count: 1_000_000, chunk: 1024 },
  'keys, chunk 1': { kind: 'keys', count: 20_000, chunk: 1 },
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
