import { fileURLToPath } from 'node:url';
import { LineProcess } from '../line-process.mjs';
import { startPython } from '../python.mjs';

const program = fileURLToPath(new URL('../run-live.mjs', import.meta.url));

/** Starts a follower of a live file in a process of its own. */
export function startOurs(
  /** @type {'native' | 'wasm'} */ backend,
  /** @type {'delays' | 'keys' | 'memory'} */ kind,
  /** @type {string} */ path,
) {
  return new LineProcess(process.execPath, ['--expose-gc', program, backend, kind, path]);
}

/** The same in Python. */
export function startPeer(
  /** @type {'delays' | 'keys'} */ kind,
  /** @type {string} */ path,
  /** @type {number} */ parameter,
) {
  return startPython('bench_live', kind, path, parameter);
}
