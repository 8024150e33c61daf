// node print-faults.mjs <address> <file> <name>...: reads what cannot be read, in few elements (on this thread) and in many
// (on the call thread), and prints the details of the errors.
import { argv } from 'node:process';

const [address, path, ...names] = /** @type {[string, string, ...string[]]} */ (argv.slice(2));
const { isHdf5Error, nativeAdapter, openFile } = /** @type {typeof import('./entry.js')} */ (await import(address));
const file = await openFile(path, { adapter: nativeAdapter(), mode: 'r' });
const faults = [];
for (const name of names) {
  const dataset = await file.dataset(name);
  for (const selection of [[0], undefined]) {
    try {
      await dataset.read(selection);
      faults.push({ name, message: 'nothing failed' });
    } catch (error) {
      if (!isHdf5Error(error)) throw error;
      const { code, message, file: where, object, remedy, details } = error;
      faults.push({ name, code, message, where, object, remedy, details });
    }
  }
}
await file.dataset('/missing').catch(() => undefined);
await file.close();
await openFile(`${path}.missing`, { adapter: nativeAdapter(), mode: 'r' }).catch(() => undefined);
console.log(JSON.stringify(faults));
