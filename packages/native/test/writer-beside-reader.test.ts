import { dtypes, openFile } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const frame = [64, 64];
const numbers = 64 * 64;

// HDF5 shares what it knows of a file within a process: the reader is told of frames that the writer has not flushed, and
// which are nowhere in the file yet.
describe.runIf(hasInteropGroup('library'))('a reader in the process of the writer', () => {
  it.each([
    ['of the same adapter', nativeAdapter()],
    ['of another one', nativeAdapter({ chunkCache: { bytes: 2 ** 20 } })],
  ])('%s sees what was written, flushed or not', async (_, readingAdapter) => {
    const path = pathOf(`${_}.h5`);
    await using writer = await openFile(path, { adapter: nativeAdapter(), mode: 'w' });
    const written = await writer.root.createDataset('frames', {
      dtype: dtypes.uint16,
      shape: [0, ...frame],
      maxShape: [null, ...frame],
      chunks: [1, ...frame],
    });
    await writer.startSwmrWrite();
    await using reader = await openFile(path, { adapter: readingAdapter, mode: 'r', swmr: true });
    const frames = await reader.dataset('/frames', 'uint16');
    for (let index = 0; index < 20; index++) {
      await written.resize([index + 1, ...frame]);
      await written.write([index], new Uint16Array(numbers).fill(index + 1));
      if (index % 3 === 0) await written.flush();
      await frames.refresh();
      const { shape, data } = await frames.read();
      expect(shape).toEqual([index + 1, ...frame]);
      for (let i = 0; i <= index; i++) expect(data[i * numbers + 5]).toBe(i + 1);
      expect((await frames.read([index])).data).toEqual(new Uint16Array(numbers).fill(index + 1));
    }
  });
});
