// node decode-frames.mjs <address> <file> <how>: reads compressed frames, and ends by itself.
// Prints "right" when all values were right.
import { argv } from 'node:process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** @typedef {'main' | 'workers' | 'left-open' | 'not-awaited'} How */

const [address, path, how] = /** @type {[string, string, How]} */ (isMainThread ? argv.slice(2) : workerData);
const { wasmAdapter, openFile } = /** @type {typeof import('./entry.js')} */ (await import(address));

async function readAll() {
  const file = await openFile(path, { adapter: wasmAdapter(), mode: 'r', swmr: true });
  const frames = await file.dataset('/frames', 'uint16');
  const [count = 0, rows = 0, columns = 0] = frames.shape ?? [];
  const whole = await frames.read();
  const single = await Promise.all(Array.from({ length: count }, (_, i) => frames.read([i])));
  const size = rows * columns;
  const isRight = single.every(({ data }, frame) =>
    data.every((value, i) => value === (frame * 1000 + i) % 65521 && value === whole.data[frame * size + i]),
  );
  if (how === 'not-awaited') void frames.read();
  else if (how !== 'left-open') await file.close();
  return isRight;
}

if (!isMainThread) {
  parentPort?.postMessage(await readAll());
} else if (how === 'workers') {
  const workers = Array.from(
    { length: 3 },
    () => new Worker(new URL(import.meta.url), { workerData: [address, path, how] }),
  );
  const ended = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  const answers = workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
  const own = await readAll();
  const others = await Promise.all(answers);
  await Promise.all(ended);
  if (own && others.every((isRight) => isRight === true)) console.log('right');
} else if (await readAll()) {
  console.log('right');
}
