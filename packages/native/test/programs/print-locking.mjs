// node print-locking.mjs <address>: loads HDF5, opens a new file with it, and prints what a process that is started then
// finds in its environment.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { argv } from 'node:process';

const [address, path] = /** @type {[string, string]} */ (argv.slice(2));
const { nativeAdapter, openFile } = /** @type {typeof import('./entry.js')} */ (await import(address));
const file = await openFile(path, { adapter: nativeAdapter(), mode: 'w' });
const program = 'console.log(JSON.stringify(process.env.HDF5_USE_FILE_LOCKING ?? null))';
console.log(spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stdout);
await file.close();
rmSync(path);
