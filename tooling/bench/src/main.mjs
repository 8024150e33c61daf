// `pnpm bench`: h5tail against Python on this machine, in this run. Only the ratios mean something elsewhere.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wasmAdapter } from '@h5tail/wasm';
import { delay, frames, keys } from './scenarios.mjs';

const folder = await mkdtemp(join(tmpdir(), 'h5tail-bench-'));
const context = { folder, adapter: wasmAdapter(), repeats: 5 };

/** @param {import('./scenarios.mjs').Row} row */
function print({ name, unit, ours, peer, peerName, moreIsBetter }) {
  const times = moreIsBetter ? ours / peer : peer / ours;
  const figure = (/** @type {number} */ value) => value.toPrecision(3).padStart(9);
  console.log(
    `${name.padEnd(58)} ${figure(ours)} ${figure(peer)} ${times.toFixed(2).padStart(7)}x  ${unit}, ${peerName}`,
  );
}

try {
  console.log(`${''.padEnd(58)} ${'h5tail'.padStart(9)} ${'peer'.padStart(9)} ${'better'.padStart(8)}`);
  print(await keys(context, 1_000_000, 1024));
  print(await keys(context, 20_000, 1));
  print(await frames(context, 2000, 64, 0));
  print(await frames(context, 1000, 256, 0));
  print(await frames(context, 500, 256, 4));
  print(await frames(context, 200, 1024, 0));
  for (const row of await delay(context, 250, 20, 10)) print(row);
  for (const row of await delay(context, 250, 20, 0.1)) print(row);
} finally {
  await rm(folder, { recursive: true });
}
