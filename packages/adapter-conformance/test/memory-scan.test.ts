import { describe, expect, it } from 'vitest';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';

describe('MemoryScan', () => {
  it('shows the reader what was written, as of its last refresh', async () => {
    const scan = await MemoryScan.create({
      key: { shape: [0, 1], maxShape: [null, 1] },
      data: { shape: [0, 2], maxShape: [null, 2] },
    });
    const [key, data] = [await scan.dataset('key'), await scan.dataset('data')];
    await scan.writeFrame('data', 7, [1]);
    await scan.set('key', [[1]], 5);
    expect([key.shape, data.shape]).toEqual([
      [0, 1],
      [0, 2],
    ]);
    for (const dataset of [key, data]) await dataset.refresh();
    expect((await key.read()).data).toEqual(Int32Array.of(0, 5));
    expect((await data.read([1])).data).toEqual(framePattern(7, [2], 'int32'));
    expect(scan.counts.elementsRead('/key')).toBe(2);
  });

  it('fills and resizes', async () => {
    const scan = await MemoryScan.create({ key: { shape: [2], maxShape: [null] } });
    const key = await scan.dataset('key');
    await scan.fill('key', [1, 2, 3, 4], [4]);
    await scan.setRange('key', 2, 4);
    await key.refresh();
    expect((await key.read()).data).toEqual(Int32Array.of(1, 2, 1, 1));
    await scan.resize('key', [1]);
    await key.refresh();
    expect((await key.read()).data).toEqual(Int32Array.of(1));
  });

  it('lets a test meddle with the reader', async () => {
    const plans = { key: { shape: [2] } };
    const scan = await MemoryScan.create(plans, {
      dataset: () => ({ refresh: () => Promise.reject(new Error('no')) }),
    });
    await expect((await scan.dataset('key')).refresh()).rejects.toThrow('no');
  });
});
