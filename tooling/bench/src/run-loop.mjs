// Runs one loop in this process: node run-loop.mjs JOB. Prints what python/bench_loops.py prints.
import { crc32 } from 'node:zlib';
import {
  batchesReused,
  framesInBatches,
  framesInto,
  framesOneByOne,
  pointsOwned,
  pointsReused,
} from './loops/frames.mjs';
import { indices, ranges } from './loops/keys.mjs';
import { appendMessages, messages } from './loops/messages.mjs';
import { appendChannels, appendChannelsFlushed, summarize } from './loops/mth5.mjs';
import {
  decodedColumns,
  decodedColumnsRead,
  decodedColumnsReadFresh,
  decodedMessages,
  decodedPackets,
  sha256,
} from './loops/pacman.mjs';
import { openAndClose, refresh } from './loops/polling.mjs';
import { appendRaw, appendRawByCalls, appendRawOneByOne, followRaw, readRaw } from './loops/raw-files.mjs';
import { appendStored, readStored } from './loops/stored-bytes.mjs';

const loops = {
  frames: framesOneByOne,
  'frames into': framesInto,
  'frames in batches': framesInBatches,
  points: pointsOwned,
  'points, memory reused': pointsReused,
  'batches, memory reused': batchesReused,
  ranges,
  indices,
  messages,
  'append messages': appendMessages,
  'append raw': appendRaw,
  'append raw, by calls': appendRawByCalls,
  'append raw, one by one': appendRawOneByOne,
  'read raw': readRaw,
  'follow raw': followRaw,
  'append channels': appendChannels,
  'append channels, each step flushed': appendChannelsFlushed,
  summarize,
  sha256,
  'columns, none read': decodedColumns,
  'columns, all read': decodedColumnsRead,
  'columns in fresh memory, all read': decodedColumnsReadFresh,
  'messages as objects': decodedMessages,
  'packets as objects': decodedPackets,
  refresh,
  'open and close': openAndClose,
  'stored bytes': readStored,
  'append stored bytes': appendStored,
};

const adapters = {
  native: async () => (await import('@h5tail/native')).nativeAdapter(),
  wasm: async () => (await import('@h5tail/wasm')).wasmAdapter(),
  pread: async () => undefined,
  'node:crypto': async () => undefined,
  h5tail: async () => undefined,
};

const sum = (/** @type {number[]} */ values) => values.reduce((total, value) => total + value, 0);

function checksum() {
  const total = { bytes: 0, checksum: 0 };
  const take = (/** @type {ArrayBufferView} */ values) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    total.checksum = crc32(bytes, total.checksum);
    total.bytes += bytes.length;
  };
  const points = (/** @type {number} */ start, /** @type {number} */ stop) => {
    for (let index = start; index < stop; index++) take(Int32Array.of(index));
  };
  return { total, take: Object.assign(take, { checks: true, points }) };
}

/** @type {import('./measure.mjs').Job} */
const job = JSON.parse(process.argv[2]);
const loop = await loops[job.loop]({ adapter: await adapters[job.peer](), job });
const { total, take: check } = checksum();
await loop.prepare?.();
await loop.run(check);
let [count, next] = [0, 0];
/** The latest ones, as a program has that looks back. */
const kept = Array.from({ length: job.keep ?? 0 });
const countAndKeep = (/** @type {ArrayBufferView} */ values) => {
  count += values.length;
  if (kept.length > 0) kept[next++ % kept.length] = values;
};
const points = (/** @type {number} */ start, /** @type {number} */ stop) => void (count += stop - start);
const take = Object.assign(countAndKeep, { checks: false, points });
const seconds = [];
const cpuSeconds = [];
while (seconds.length < 3 || sum(seconds) < job.least_seconds) {
  await loop.prepare?.();
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  await loop.run(take);
  const { user, system } = process.cpuUsage(cpuStart);
  cpuSeconds.push((user + system) / 1e6);
  seconds.push((performance.now() - start) / 1000);
}
await loop.close();
const bytes = loop.bytes ?? total.bytes;
console.log(JSON.stringify({ seconds, cpu_seconds: cpuSeconds, count, ...total, bytes }));
