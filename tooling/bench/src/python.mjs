import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findInterop } from '../../../scripts/interop.mjs';

const folder = fileURLToPath(new URL('../python', import.meta.url));
const { python } = findInterop();
if (python === undefined) {
  console.error('The benchmarks need a Python with h5py (Debian: apt-get install python3-h5py).');
  process.exit(1);
}

/**
 * Starts one of the Python programs.
 * @param {string} program
 * @param {(string | number)[]} parameters
 */
export function startPython(program, ...parameters) {
  const child = spawn(python, [`${folder}/${program}.py`, ...parameters.map(String)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closing = once(child, 'close');
  const closed = async () => {
    const [code] = await closing;
    if (code !== 0) throw new Error(`${program} ${parameters.join(' ')} failed: ${errors}`);
  };
  return {
    stdin: child.stdin,
    stderr: child.stderr,
    closed,
    /** @returns {Promise<string>} the next line of its output */
    async line() {
      const { value, done } = await output.next();
      if (done) await closed();
      return value ?? '';
    },
  };
}

/** Runs a Python program to its end and returns what it prints. */
export async function runPython(/** @type {string} */ program, /** @type {(string | number)[]} */ ...parameters) {
  const running = startPython(program, ...parameters);
  const line = await running.line();
  await running.closed();
  return line;
}

/** Runs the peer and returns its measurement. */
export async function measurePeer(/** @type {(string | number)[]} */ ...parameters) {
  return JSON.parse(await runPython('bench_peer', ...parameters));
}
