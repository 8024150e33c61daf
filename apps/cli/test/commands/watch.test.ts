import { dtypes, openFile, type Dataset, type Hdf5File } from '@h5tail/adapter';
import { memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeProcess } from '../fake-environment.js';

let process: FakeProcess;
let file: Hdf5File;
let growing: Dataset;

beforeEach(async () => {
  const disk = new MemoryDisk();
  process = new FakeProcess({ disk });
  file = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
  const shape = { shape: [0, 2], maxShape: [null, 2], chunks: [1, 2] };
  growing = (await file.root.createDataset('growing', { dtype: dtypes.uint8, ...shape })) as Dataset;
  await file.root.createDataset('fixed', { dtype: dtypes.uint8, shape: [5] });
  await file.startSwmrWrite();
});

async function grow(rows: number): Promise<void> {
  await growing.resize([rows, 2]);
  await growing.flush();
}

describe('watch', () => {
  it('prints the first shape, then each change, until the writer closes the file', async () => {
    const running = process.run('watch', '/scan.h5', '/growing', '/fixed');
    await printed(2);
    for (const rows of [1, 3]) {
      await grow(rows);
      await printed(rows === 1 ? 3 : 4);
    }
    await growing.resize([4, 2]);
    await file.close();
    expect(await running).toBe(0);
    expect(process.output).toMatchObject([
      { path: '/growing', shape: [0, 2] },
      { path: '/fixed', shape: [5] },
      { path: '/growing', shape: [1, 2] },
      { path: '/growing', shape: [3, 2] },
      { path: '/growing', shape: [4, 2] },
    ]);
    const [{ time }] = process.output as [{ time: string }];
    expect(new Date(time).toISOString()).toBe(time);
    expect(process.stderr.lines).toEqual(['h5tail: 5 lines, closed: the writer has closed the file']);
  });

  it('ends with 3 at the idle time-out', async () => {
    expect(await process.run('watch', '/scan.h5', '/fixed', '--timeout', '0.02', '--interval', '1')).toBe(3);
    expect(process.stderr.lines).toEqual([expect.stringContaining('1 line, idle time-out: nothing new within 0.02 s')]);
  });

  it('ends with 130 at SIGINT', async () => {
    process.stdout.onText = () => process.stop('SIGINT');
    expect(await process.run('watch', '/scan.h5', '/fixed')).toBe(130);
    expect(process.stderr.lines).toEqual(['h5tail: 1 line, interrupted']);
  });

  it.each([
    [['/none.h5', '/fixed'], '/none.h5'],
    [['/scan.h5', '/none'], '/none'],
    [['/scan.h5', '/'], '/scan.h5'],
  ])('says one line about %j', async (args, mentioned) => {
    expect(await process.run('watch', ...args)).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringContaining(mentioned)]);
  });
});

/** Waits until so many lines are on stdout. */
async function printed(count: number): Promise<void> {
  await expect.poll(() => process.stdout.lines.length, { interval: 1 }).toBe(count);
}
