import { join } from 'node:path';
import { quantile } from '../measure.mjs';
import { startPython } from '../python.mjs';
import { startOurs, startPeer } from './peers.mjs';

const count = 250;
const intervalMs = 20;
/** In seconds; the default of swmr_tools, and one that suits the interval. */
const timeouts = [10, 0.1];

/**
 * Delay from just before a frame's flush to its value in the reader's hands, each follower on a writer of its own, and the
 * share of a core that it takes.
 * @param {string} folder
 */
export async function delays(folder) {
  for (const layout of ['preallocated', 'growing']) {
    console.log(`\ndelay: a frame per ${intervalMs} ms, data ${layout}; milliseconds p50, p99, and % of a core`);
    for (const backend of /** @type {const} */ (['native', 'wasm'])) {
      const path = join(folder, `live-${backend}-${layout}.h5`);
      print(await measure(path, layout, () => startOurs(backend, 'delays', path)));
    }
    for (const timeout of timeouts) {
      const path = join(folder, `live-peer-${timeout}-${layout}.h5`);
      const result = await measure(path, layout, () => startPeer('delays', path, timeout));
      print(result, result.peer === 'h5py' ? '' : `, timeout ${timeout} s`);
      if (result.peer === 'h5py') break;
    }
  }
}

function print({ peer, delays: seconds, cpu_seconds: cpuSeconds }, options = '') {
  if (seconds.length !== count) throw new Error(`${peer}: ${seconds.length} of ${count} frames`);
  const milliseconds = seconds.map((delay) => 1000 * delay);
  const share = (100 * cpuSeconds) / ((count * intervalMs) / 1000);
  const figures = [...[0.5, 0.99].map((part) => quantile(milliseconds, part).toFixed(2)), `${share.toFixed(1)} %`];
  console.log(`  ${(peer + options).padEnd(28)}${figures.map((text) => text.padStart(10)).join('')}`);
}

async function measure(path, layout, startFollower) {
  const writer = startPython('bench_writer', 'frames', path, count, intervalMs, layout);
  await writer.line();
  const follower = startFollower();
  await follower.begun();
  writer.say('go');
  const result = JSON.parse(await follower.line());
  await follower.closed();
  await writer.end();
  return result;
}
