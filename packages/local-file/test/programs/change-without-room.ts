import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { beginUndo } from '../../src/recovery.js';
import { changeFile } from '../recovery/changed-file.js';

/**
 * Changes a file that has hardly room to grow, and undoes that when it fails. Says why it failed.
 *
 * Arguments of the process: the file, and by how many bytes it may grow.
 */
export async function changeWithoutRoom(adapter: Hdf5Adapter): Promise<void> {
  const [path = '', room] = process.argv.slice(2);
  const undo = await beginUndo(path);
  // Gives the same failing write as a full disk. Without a handler the signal that goes with it would end this process.
  process.on('SIGXFSZ', () => undefined);
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${statSync(path).size + Number(room)}:`]);
  try {
    await changeFile(path, adapter);
    console.log('changed');
  } catch (error) {
    console.log(codeOf(error));
    await undo.undo();
    return;
  }
  await undo.done();
}

/** Where closing the file fails too, there are two errors. */
function codeOf(error: unknown): string | undefined {
  const { code, error: last } = error as { readonly code?: string; readonly error?: { readonly code?: string } };
  return code ?? last?.code;
}
