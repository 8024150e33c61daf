import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeBundle } from './native-bundle.js';
import { scratchFolder } from './scratch-folder.js';

const program = fileURLToPath(new URL('programs/fill-disk.mjs', import.meta.url));
const pathOf = scratchFolder();

// HDF5 1.10 writes the last chunks when it closes a dataset, tells nobody where it cannot, and crashes on what is left of the
// dataset: at once, or when the process ends. So each way runs in a process of its own, and its end counts.
describe.runIf(process.platform === 'linux' && hasInteropGroup('library'))('a full disk', () => {
  const address = nativeBundle();

  it.each(['flushed', 'unflushed', 'create', 'contiguous'])('is told, and crashes nothing: %s', (way) => {
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [program, address(), pathOf(`${way}.h5`), way],
      { encoding: 'utf8', timeout: 30_000 },
    );
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
    expect(stdout).toMatch(/^(append|create|flush|close) NO_SPACE$/m);
  });
});
