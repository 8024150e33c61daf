import { dtypes, openFile, type Hdf5Adapter } from '@h5tail/adapter';

const width = 2000;

/**
 * Writes a file to be left behind: row i of /frames is filled with i + 1. Says `ready` when all is flushed, and waits.
 *
 * Arguments of the process: the file, `swmr` or `plain`, and the number of rows.
 */
export async function writeAndWait(adapter: Hdf5Adapter): Promise<void> {
  const [path = '', mode, count] = process.argv.slice(2);
  const file = await openFile(path, { adapter, mode: 'w' });
  const frames = await file.root.createDataset('frames', {
    dtype: dtypes.int32,
    shape: [0, width],
    maxShape: [null, width],
    chunks: [1, width],
  });
  await file.flush();
  if (mode === 'swmr') await file.startSwmrWrite();
  for (let row = 0; row < Number(count); row++) {
    await frames.resize([row + 1, width]);
    await frames.write([row], new Int32Array(width).fill(row + 1));
  }
  if (mode === 'swmr') await frames.flush();
  else await file.flush();
  console.log('ready');
  // Whoever started this ends it, and with its end this too.
  process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();
}
