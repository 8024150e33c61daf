import { join } from 'node:path';
import { startPython } from '../python.mjs';
import { startOurs } from './peers.mjs';

const [count, step, size] = [20_000, 50, 64];

/**
 * Bytes of ArrayBuffers while a long scan is followed, at each tenth of it.
 * @param {string} folder
 */
export async function memoryGrowth(folder) {
  console.log(`\nmemory: following ${count.toLocaleString('en')} live frames of ${size}x${size}; MB of ArrayBuffers`);
  for (const backend of /** @type {const} */ (['native', 'wasm'])) {
    const path = join(folder, `memory-${backend}.h5`);
    const writer = startPython('bench_writer', 'images', path, count, step, size);
    await writer.line();
    const follower = startOurs(backend, 'memory', path);
    await follower.begun();
    writer.say('go');
    const { bytes } = JSON.parse(await follower.line());
    await follower.closed();
    await writer.end();
    console.log(`  ${backend.padEnd(10)}${bytes.map((value) => (value / 1e6).toFixed(1).padStart(8)).join('')}`);
  }
}
