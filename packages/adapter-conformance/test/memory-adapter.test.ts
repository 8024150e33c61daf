import { VariableLength, dtypes, openFile } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { MemoryDisk, countingAdapter, memoryAdapter } from '../src/memory.js';

describe('memoryAdapter', () => {
  it('shows a reader what was flushed before its own refresh, per dataset', async () => {
    const disk = new MemoryDisk();
    const adapter = memoryAdapter({ disk });
    const writer = await openFile('/scan.h5', { adapter, mode: 'w' });
    const frames = await writer.root.createDataset('entry/frames', {
      dtype: dtypes.uint16,
      shape: [0, 2, 2],
      maxShape: [null, 2, 2],
    });
    const keys = await writer.root.createDataset('entry/keys', { dtype: dtypes.int32, shape: [0], maxShape: [null] });
    await expect(openFile('/scan.h5', { adapter, mode: 'r', swmr: true })).rejects.toMatchObject({
      code: 'NOT_SWMR_READABLE',
      retryable: true,
    });
    await expect(openFile('/scan.h5', { adapter, mode: 'r' })).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    await writer.startSwmrWrite();
    const reader = await openFile('/scan.h5', { adapter, mode: 'r', swmr: true });
    const seenFrames = await reader.dataset('/entry/frames', 'uint16');
    const seenKeys = await reader.dataset('/entry/keys', 'int32');
    await frames.resize([1, 2, 2]);
    await frames.write([0], Uint16Array.of(1, 2, 3, 4));
    await keys.resize([1]);
    await keys.write(null, Int32Array.of(1));
    await keys.flush();
    expect(seenKeys.shape).toEqual([0]);
    await seenKeys.refresh();
    await seenFrames.refresh();
    expect(seenKeys.shape).toEqual([1]);
    expect((await seenKeys.read()).data).toEqual(Int32Array.of(1));
    expect(seenFrames.shape).toEqual([0, 2, 2]);
    await frames.flush();
    await seenFrames.refresh();
    expect((await seenFrames.read()).data).toEqual(Uint16Array.of(1, 2, 3, 4));
    await frames.write([0], Uint16Array.of(9, 9, 9, 9));
    await frames.flush();
    expect((await seenFrames.read()).data).toEqual(Uint16Array.of(1, 2, 3, 4));
    expect(await reader.writerState()).toBe('swmr-writing');
    disk.killWriter('/scan.h5');
    await expect(frames.read()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(await reader.writerState()).toBe('swmr-writing');
  });

  it('keeps elements of variable length', async () => {
    const adapter = memoryAdapter();
    await using file = await openFile('/a.h5', { adapter, mode: 'w' });
    const messages = await file.root.createDataset('m', {
      dtype: dtypes.variableLengthBytes,
      shape: [3],
      maxShape: [null],
    });
    await messages.write([[1, 3]], VariableLength.ofBytes([Uint8Array.of(1, 2), new Uint8Array(100_000).fill(7)]));
    await messages.resize([4]);
    const { data } = await messages.read();
    expect(data.offsets).toEqual(Uint32Array.of(0, 0, 2, 100_002, 100_002));
    expect(data.at(1)).toEqual(Uint8Array.of(1, 2));
    const texts = await file.root.createDataset('t', { dtype: dtypes.string, shape: [2], data: ['grün', ''] });
    expect((await texts.read()).data).toEqual(['grün', '']);
  });

  it('tells watchers', async () => {
    const adapter = memoryAdapter();
    const file = await openFile('/a.h5', { adapter, mode: 'w' });
    await file.startSwmrWrite();
    const reader = await openFile('/a.h5', { adapter, mode: 'r', swmr: true });
    const called = new Promise<void>((resolve) => void reader.watch(resolve));
    await file.flush();
    await called;
    await file.close();
    expect(await reader.writerState()).toBe('closed');
  });
});

describe('countingAdapter', () => {
  it('counts', async () => {
    const adapter = countingAdapter(memoryAdapter());
    const file = await openFile('/a.h5', { adapter, mode: 'w' });
    const keys = await file.root.createDataset('keys', { dtype: dtypes.int32, shape: [10] });
    expect(keys.file).toBe(file);
    await keys.read([[0, 4]]);
    await (await file.dataset('/keys')).read();
    await keys.refresh();
    expect(adapter.counts.elementsRead('/keys')).toBe(14);
    expect(adapter.counts.reads('/keys')).toBe(2);
    expect(adapter.counts.refreshes('/keys')).toBe(1);
    expect(adapter.counts.fileOpens).toBe(1);
    expect(adapter.counts.datasetOpens('/keys')).toBe(2);
  });
});
