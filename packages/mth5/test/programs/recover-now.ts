/**
 * Recovers an MTH5 file that it is told on stdin, and says `done`. Says `ready` when HDF5 is loaded.
 *
 *     recover-now.mjs BACKEND
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { recoverMth5 } from '@h5tail/mth5';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';

const backend = testBackends.find(({ name }) => name === process.argv[2]);
if (backend === undefined) throw new Error(`no backend ${process.argv[2]}`);
const adapter = await backend.createAdapter();
await adapter.version();
writeSync(1, 'ready\n');
for await (const path of createInterface({ input: process.stdin })) {
  await recoverMth5(path, { adapter, writerIsGone: true, watchMs: 0 });
  writeSync(1, 'done\n');
}
