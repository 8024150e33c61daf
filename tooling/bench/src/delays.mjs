import { join } from 'node:path';
import { openFile } from '@h5tail/adapter';
import { DataSource } from '@h5tail/frames';
import { nativeAdapter } from '@h5tail/native';
import { wasmAdapter } from '@h5tail/wasm';
import { quantile } from './measure.mjs';
import { startPython } from './python.mjs';

const count = 250;
const intervalMs = 20;
/** In seconds; the default of swmr_tools, and one that suits the interval. */
const timeouts = [10, 0.1];

/**
 * Delay from just before a frame's flush to its value in the reader's hands, each follower on a writer of its own.
 * @param {string} folder
 */
export async function delays(folder) {
  console.log(`\ndelay: a frame per ${intervalMs} ms, delay in milliseconds (p50, p99)`);
  for (const adapter of [nativeAdapter(), wasmAdapter()]) {
    print(adapter.name, await ownDelays(join(folder, `live-${adapter.name}.h5`), adapter));
  }
  for (const timeout of timeouts) {
    const { peer, delays: measured } = await peerDelays(join(folder, `live-peer-${timeout}.h5`), timeout);
    const name = peer === 'h5py' ? peer : `${peer}, timeout ${timeout} s`;
    print(
      name,
      measured.map((seconds) => 1000 * seconds),
    );
    if (peer === 'h5py') break;
  }
}

function print(/** @type {string} */ name, /** @type {number[]} */ milliseconds) {
  const figures = [0.5, 0.99].map((share) => quantile(milliseconds, share).toFixed(2).padStart(10));
  console.log(`  ${name.padEnd(28)}${figures.join('')}`);
}

async function peerDelays(/** @type {string} */ path, /** @type {number} */ timeoutSeconds) {
  const writer = startPython('bench_files', 'live', path, count, intervalMs);
  await writer.line();
  const peer = startPython('bench_live', path, timeoutSeconds);
  await new Promise((resolve) => peer.stderr.once('data', resolve));
  writer.stdin.write('go\n');
  const measured = JSON.parse(await peer.line());
  await peer.closed();
  writer.stdin.end('end\n');
  await writer.closed();
  return measured;
}

async function ownDelays(/** @type {string} */ path, adapter) {
  const writer = startPython('bench_files', 'live', path, count, intervalMs);
  await writer.line();
  const measured = [];
  const file = await openFile(path, { adapter, mode: 'r', swmr: true });
  const datasets = { data: await file.dataset('/data', 'float64') };
  const source = new DataSource({ keys: [await file.dataset('/keys')], datasets });
  writer.stdin.write('go\n');
  for await (const point of source) {
    measured.push(performance.timeOrigin + performance.now() - 1000 * (point.frames.get('data').data[0] ?? NaN));
  }
  if (measured.length !== count) throw new Error(`${measured.length} of ${count} frames, ${source.end?.reason}`);
  await file.close();
  writer.stdin.end('end\n');
  await writer.closed();
  return measured;
}
