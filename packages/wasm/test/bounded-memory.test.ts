import { dtypes, openFile } from '@h5tail/adapter';
import { expect, test } from 'vitest';
import { wasmAdapter } from '../src/index.js';
import type { H5wasmModule } from '../src/h5wasm-functions.js';
import { loadLibrary } from '../src/load-library.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const adapter = wasmAdapter();
const frames = 10;

/**
 * The heap has several megabytes to spare, which would hide a leak of 100 bytes per call in 100,000 calls. This takes
 * them, 64 KiB at a time, up to the block that makes the heap grow, and then what the heap grew by; so that a leak of
 * a few bytes per call shows.
 */
function takeSpareMemory(module: H5wasmModule): number[] {
  const blocks: number[] = [];
  const blockBytes = 2 ** 16;
  const untilGrowth = (): number => {
    const before = module.HEAPU8.length;
    let taken = 0;
    for (; module.HEAPU8.length === before; taken++) blocks.push(module._malloc(blockBytes));
    return taken;
  };
  untilGrowth();
  const spare = untilGrowth();
  // Now the heap has grown twice, by about the same; all of the second growth but half a megabyte is taken too.
  for (let i = 0; i < spare - 16; i++) blocks.push(module._malloc(blockBytes));
  return blocks;
}

async function writeScan(path: string): Promise<void> {
  await using file = await openFile(path, { adapter, mode: 'w' });
  const data = Uint16Array.from({ length: frames * 16 }, (_, i) => 3 * i);
  await file.root.createDataset('data', { dtype: dtypes.uint16, shape: [frames, 4, 4], chunks: [1, 4, 4], data });
  await file.root.createDataset('names', { dtype: dtypes.string, shape: [2], data: ['first', 'second'] });
}

test('100,000 refreshes and reads do not grow the heap, and every value is right', { timeout: 120_000 }, async () => {
  const path = pathOf('refreshed.h5');
  await writeScan(path);
  const { module } = await loadLibrary();
  await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
  const data = await file.dataset('/data', 'uint16');
  const names = await file.dataset('/names', 'string');
  const into = new Uint16Array(16);

  const refreshAndRead = async (times: number): Promise<number> => {
    let wrong = 0;
    for (let i = 0; i < times; i++) {
      await data.refresh();
      await data.read([i % frames], { into });
      if (into[0] !== 48 * (i % frames) || into[15] !== 48 * (i % frames) + 45) wrong++;
      if (i % 100 === 0 && (await names.read()).data[1] !== 'second') wrong++;
    }
    return wrong;
  };
  expect(await refreshAndRead(1000)).toBe(0);
  const taken = takeSpareMemory(module);
  const before = module.HEAPU8.length;
  expect(await refreshAndRead(100_000)).toBe(0);
  expect(module.HEAPU8.length).toBe(before);
  for (const block of taken) module._free(block);
});

test('10,000 faults leave neither memory nor an open file behind', { timeout: 60_000 }, async () => {
  const path = pathOf('faults.h5');
  await writeScan(path);
  const { module } = await loadLibrary();
  const openStreams = (): number =>
    module.FS.streams.filter((stream) => stream !== null && stream !== undefined).length;
  const streamsBefore = openStreams();
  const file = await openFile(path, { adapter, mode: 'r', swmr: true });
  const data = await file.dataset('/data');
  const fault = async (i: number): Promise<void> => {
    await expect(file.dataset(`/missing-${i}`)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    await expect(data.attributes.get('missing')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    await expect(data.read([frames])).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
    await expect(openFile(pathOf('missing.h5'), { adapter, mode: 'r' })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  };
  for (let i = 0; i < 100; i++) await fault(i);
  const before = module.HEAPU8.length;
  for (let i = 0; i < 2500; i++) await fault(i);
  expect(module.HEAPU8.length).toBe(before);
  await file.close();
  expect(openStreams()).toBe(streamsBefore);
});
