import { join } from 'node:path';
import { openFile } from '@h5tail/adapter';
import { KeyFollower } from '@h5tail/follower';
import { DataSource } from '@h5tail/frames';
import { measurePeer, runPython, startPython } from './python.mjs';

/**
 * What each scenario measures: our figure, the peer's, and whether more is better.
 * @typedef {{ name: string, unit: string, ours: number, peer: number, peerName: string, moreIsBetter: boolean }} Row
 * @typedef {{ folder: string, adapter: import('@h5tail/adapter').Hdf5Adapter, repeats: number }} Context
 */

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Takes turns with the peer, so that a machine that slows down slows both, and gives the medians. */
async function inTurns(/** @type {number} */ repeats, /** @type {() => Promise<number>} */ ours, peer) {
  const own = [];
  const others = [];
  let peerName = '';
  for (let i = 0; i < repeats; i++) {
    own.push(await ours());
    const measured = await peer();
    others.push(measured.count / measured.seconds);
    peerName = measured.peer;
  }
  return { ours: quantile(own, 0.5), peer: quantile(others, 0.5), peerName };
}

/** Keys per second over complete keys. */
export async function keys(/** @type {Context} */ { folder, adapter, repeats }, count, chunk) {
  const path = join(folder, `keys-${count}-${chunk}.h5`);
  await runPython('bench_files', 'keys', path, count, chunk);
  const figures = await inTurns(
    repeats,
    async () => {
      const file = await openFile(path, { adapter, mode: 'r', swmr: true });
      const key = await file.dataset('/keys');
      const start = performance.now();
      let seen = 0;
      for await (const { start: first, stop } of new KeyFollower({ keys: [key] }).ranges()) seen += stop - first;
      const seconds = (performance.now() - start) / 1000;
      await file.close();
      if (seen !== count) throw new Error(`${seen} of ${count} keys`);
      return count / seconds;
    },
    () => measurePeer('keys', path),
  );
  return { name: `${count} complete keys, chunk ${chunk}`, unit: 'keys/s', moreIsBetter: true, ...figures };
}

/** Frames per second of a complete scan. */
export async function frames(/** @type {Context} */ { folder, adapter, repeats }, count, size, gzip) {
  const path = join(folder, `frames-${count}-${size}-${gzip}.h5`);
  await runPython('bench_files', 'frames', path, count, size, gzip);
  const figures = await inTurns(
    repeats,
    async () => {
      const file = await openFile(path, { adapter, mode: 'r', swmr: true });
      const datasets = { data: await file.dataset('/data', 'uint16') };
      const start = performance.now();
      let seen = 0;
      for await (const point of new DataSource({ keys: [await file.dataset('/keys')], datasets })) {
        if (point.frames.get('data').data.length === size * size) seen++;
      }
      const seconds = (performance.now() - start) / 1000;
      await file.close();
      if (seen !== count) throw new Error(`${seen} of ${count} frames`);
      return count / seconds;
    },
    () => measurePeer('frames', path),
  );
  const kind = gzip === 0 ? 'uncompressed' : `gzip ${gzip}`;
  return {
    name: `${count} frames of ${size}x${size} uint16, ${kind}`,
    unit: 'frames/s',
    moreIsBetter: true,
    ...figures,
  };
}

/** Delay from just before a frame's flush to its value in the reader's hands, both followers on one writer each. */
export async function delay(/** @type {Context} */ { folder, adapter }, count, intervalMs, timeoutSeconds) {
  const ours = await ownDelays(join(folder, 'live-ours.h5'), adapter, count, intervalMs);
  const path = join(folder, 'live-peer.h5');
  const writer = startPython('bench_files', 'live', path, count, intervalMs);
  await writer.line();
  const peer = startPython('bench_peer', 'live', path, timeoutSeconds);
  await new Promise((resolve) => peer.stderr.once('data', resolve));
  writer.stdin.write('go\n');
  const measured = JSON.parse(await peer.line());
  await peer.closed();
  writer.stdin.end('end\n');
  await writer.closed();
  return [0.5, 0.99].map((share) => ({
    name: `live, a frame per ${intervalMs} ms, timeout ${timeoutSeconds} s, p${100 * share}`,
    unit: 'ms delay',
    moreIsBetter: false,
    ours: quantile(ours, share),
    peer: 1000 * quantile(measured.delays, share),
    peerName: measured.peer,
  }));
}

async function ownDelays(path, adapter, count, intervalMs) {
  const writer = startPython('bench_files', 'live', path, count, intervalMs);
  await writer.line();
  const delays = [];
  const file = await openFile(path, { adapter, mode: 'r', swmr: true });
  const datasets = { data: await file.dataset('/data', 'float64') };
  const source = new DataSource({ keys: [await file.dataset('/keys')], datasets });
  writer.stdin.write('go\n');
  for await (const point of source) {
    delays.push(performance.timeOrigin + performance.now() - 1000 * (point.frames.get('data').data[0] ?? NaN));
  }
  if (delays.length !== count) throw new Error(`${delays.length} of ${count} frames, ${source.end?.reason}`);
  await file.close();
  writer.stdin.end('end\n');
  await writer.closed();
  return delays;
}
