import { join } from 'node:path';
import { startPython } from '../python.mjs';
import { startOurs, startPeer } from './peers.mjs';

const step = 100;
/** Number of keys and how many of them are in a chunk. */
const layouts = [
  [50_000, 1024],
  [200_000, 1024],
  [20_000, 1],
];

/**
 * Time of the processor that following a growing set of keys takes, one poll for each hundred.
 * @param {string} folder
 */
export async function growingKeys(folder) {
  console.log(`\ngrowing-keys: following keys that grow by ${step}, a poll each; seconds of the processor`);
  for (const [count, chunk] of layouts) {
    const path = (/** @type {string} */ name) => join(folder, `growing-${name}-${count}-${chunk}.h5`);
    const peer = await measure(path('peer'), count, chunk, () => startPeer('keys', path('peer'), count));
    console.log(`  ${count.toLocaleString('en')} keys in chunks of ${chunk}`);
    print(peer, peer.cpu_seconds);
    for (const backend of /** @type {const} */ (['native', 'wasm'])) {
      const start = () => startOurs(backend, 'keys', path(backend));
      print(await measure(path(backend), count, chunk, start), peer.cpu_seconds);
    }
  }
}

function print({ peer, cpu_seconds: seconds }, reference) {
  console.log(`    ${peer.padEnd(14)}${seconds.toFixed(3).padStart(10)}   x ${(reference / seconds).toFixed(1)}`);
}

async function measure(path, count, chunk, startFollower) {
  const writer = startPython('bench_writer', 'keys', path, count, step, chunk);
  await writer.line();
  const follower = startFollower();
  await follower.begun();
  for (let written = 0; written < count; written += step) {
    // `more`
    await follower.line();
    writer.say('more');
    await writer.line();
    follower.say('there');
  }
  const result = JSON.parse(await follower.line());
  if (result.seen !== count) throw new Error(`${result.peer} has seen ${result.seen} of ${count} keys`);
  await follower.closed();
  await writer.end();
  return result;
}
