// node end-while-reading.mjs <address> <file> <how> <delay in ms>: ends, or ends a worker, in the middle of reads.
// Prints "right" when the main thread has read right values after its workers ended.
import { argv } from 'node:process';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {'exit-long' | 'exit-short' | 'throw-long' | 'terminate-long' | 'terminate-short' | 'leave' | 'leave-long'} How */

const [address, path, how, delay] = /** @type {[string, string, How, string]} */ (
  isMainThread ? argv.slice(2) : workerData
);
const { nativeAdapter, openFile } = /** @type {typeof import('./entry.js')} */ (await import(address));
const workers = 5;

async function open() {
  const file = await openFile(path, { adapter: nativeAdapter(), mode: 'r', swmr: true });
  return { file, long: await file.dataset('/long', 'uint16'), short: await file.dataset('/short', 'uint16') };
}

/** @param {Awaited<ReturnType<typeof open>>} opened */
async function readMany({ short, long }) {
  const rows = /** @type {number[]} */ (short.shape)[0] ?? 0;
  for (let turn = 0; ; turn++) {
    await short.refresh();
    const { data } = await short.read([turn % rows]);
    if (data[0] !== turn % rows) throw new Error(`wrong value ${data[0]}`);
    await long.attributes.names();
    // Timers have to come in between.
    if (turn % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** @param {Awaited<ReturnType<typeof open>>} opened */
async function checkAll({ short, long }) {
  await short.refresh();
  const { data } = await short.read();
  const { data: numbers } = await long.read();
  if (data.some((value, i) => value !== Math.floor(i / 10))) throw new Error('wrong values');
  if (numbers.some((value, i) => value !== i % 1000)) throw new Error('wrong values in the long read');
}

async function endWorkers() {
  const own = await open();
  const ends = [];
  for (let i = 0; i < workers; i++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: [address, path, how, delay] });
    await new Promise((resolve) => worker.once('message', resolve));
    ends.push(new Promise((resolve) => worker.once('exit', resolve)));
    if (how.startsWith('terminate')) {
      await sleep(Number(delay) + 3 * i);
      await worker.terminate();
    }
    await checkAll(own);
  }
  await Promise.all(ends);
  await checkAll(own);
  await own.file.close();
  const again = await open();
  await checkAll(again);
  await again.file.close();
  console.log('right');
}

async function readUntilTheEnd() {
  const opened = await open();
  const { parentPort } = await import('node:worker_threads');
  parentPort?.postMessage('reading');
  if (how === 'leave') {
    // The file stays open: the thread just ends.
    await opened.short.read();
    return;
  }
  if (how === 'leave-long') {
    void opened.long.read();
    return;
  }
  if (how === 'exit-long' || how === 'exit-short') setTimeout(() => process.exit(7), Number(delay));
  if (how === 'throw-long') {
    setTimeout(() => {
      throw new Error('as the test wants it');
    }, Number(delay));
  }
  if (how.endsWith('short')) await readMany(opened);
  for (;;) await opened.long.read();
}

await (isMainThread && (how.startsWith('terminate') || how.startsWith('leave')) ? endWorkers() : readUntilTheEnd());
