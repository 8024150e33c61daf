// Writes until no more fits, and tells what came of each step. The limit on the size of files fails like a full disk.
import { execFileSync } from 'node:child_process';

const [, , module = '', path = '', way] = process.argv;
const { dtypes, nativeAdapter, openFile } = await import(module);

process.on('SIGXFSZ', () => undefined);
const limitFileSize = (/** @type {number} */ bytes) =>
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
const tell = async (/** @type {string} */ step, /** @type {() => Promise<unknown>} */ work) => {
  const code = await work().then(
    () => 'done',
    (/** @type {{ code?: string }} */ error) => error.code ?? 'no code',
  );
  console.log(`${step} ${code}`);
  return code;
};

const file = await openFile(path, { adapter: nativeAdapter(), mode: 'w' });
const options = { dtype: dtypes.uint16, shape: [0, 64, 64], maxShape: [null, 64, 64], chunks: [1, 64, 64] };
const frames = await file.root.createDataset('frames', options);
await file.flush();
limitFileSize(2 ** 20);

if (way === 'create') {
  const data = new Uint16Array(600 * 64 * 64);
  await tell('create', () => file.root.createDataset('large', { ...options, shape: [600, 64, 64], data }));
  await tell('look', () => file.root.has('large'));
} else if (way === 'contiguous') {
  const data = new Uint16Array(600 * 64 * 64);
  await tell('create', () => file.root.createDataset('large', { dtype: dtypes.uint16, shape: [data.length], data }));
} else {
  const append = async (/** @type {number} */ index) => {
    await frames.resize([index + 1, 64, 64]);
    await frames.write([index], new Uint16Array(64 * 64).fill(index + 1));
    if (way === 'flushed') await frames.flush();
  };
  try {
    for (let index = 0; index < 300; index++) await append(index);
  } catch (error) {
    console.log(`append ${/** @type {{ code?: string }} */ (error).code}`);
  }
  await tell('flush', () => frames.flush());
}
await tell('close', () => file.close());
