// Follows one live file in this process: node run-live.mjs BACKEND delays|keys|memory PATH. The protocol, and what is printed,
// are those of python/bench_live.py.
import { readSync, writeSync } from 'node:fs';
import { openFile } from '@h5tail/adapter';
import { KeyFollower } from '@h5tail/follower';
import { DataSource } from '@h5tail/frames';

const [, , backend, kind, path] = process.argv;
const adapters = {
  native: async () => (await import('@h5tail/native')).nativeAdapter(),
  wasm: async () => (await import('@h5tail/wasm')).wasmAdapter(),
};

/** Synchronous, because an event loop's way through streams costs more than what is measured. */
function askForMore() {
  writeSync(1, 'more\n');
  readSync(0, new Uint8Array(16));
}

async function delays(/** @type {import('@h5tail/adapter').Hdf5File} */ file) {
  const measured = [];
  const source = await sourceOf(file, 'float64');
  console.error('ready');
  for await (const { frames } of source) {
    measured.push((performance.timeOrigin + performance.now()) / 1000 - (frames.get('data').data[0] ?? NaN));
  }
  return { delays: measured, end: source.end };
}

async function keys(/** @type {import('@h5tail/adapter').Hdf5File} */ file) {
  const follower = new KeyFollower({ keys: [await file.dataset('/keys')] });
  console.error('ready');
  let seen = 0;
  const [size] = follower.maxShape;
  const ranges = follower.ranges();
  while (seen < size) {
    askForMore();
    const { value } = await ranges.next();
    seen = value?.stop ?? NaN;
  }
  return { seen };
}

/** Bytes of ArrayBuffers at each tenth of the scan, after the garbage was collected. */
async function memory(/** @type {import('@h5tail/adapter').Hdf5File} */ file) {
  const source = await sourceOf(file, 'uint16');
  console.error('ready');
  const [count] = source.follower.maxShape;
  const bytes = [];
  for await (const { index } of source) {
    if ((index + 1) % (count / 10) !== 0) continue;
    globalThis.gc?.();
    bytes.push(process.memoryUsage().arrayBuffers);
  }
  return { bytes };
}

async function sourceOf(
  /** @type {import('@h5tail/adapter').Hdf5File} */ file,
  /** @type {'uint16' | 'float64'} */ dtype,
) {
  return new DataSource({
    keys: [await file.dataset('/keys')],
    datasets: { data: await file.dataset('/data', dtype) },
  });
}

const file = await openFile(path, { adapter: await adapters[backend](), mode: 'r', swmr: true });
const start = process.cpuUsage();
const result = await { delays, keys, memory }[kind](file);
const { user, system } = process.cpuUsage(start);
await file.close();
console.log(JSON.stringify({ peer: backend, cpu_seconds: (user + system) / 1e6, ...result }));
