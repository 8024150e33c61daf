import { dtypes } from '@h5tail/adapter';
import { memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { expect, it } from 'vitest';
import { FakeProcess } from '../../fake-environment.js';
import { writeScan } from '../../memory-scan.js';

/** A follow of a scan whose second key has yet to come. */
async function stalling(isTTY: boolean) {
  const disk = new MemoryDisk();
  const scan = { dtype: dtypes.uint8, data: Uint8Array.of(1, 2), keys: [1, 0], leaveOpen: true };
  const file = await writeScan(memoryAdapter({ disk }), '/scan.h5', scan);
  const process = new FakeProcess({ disk, isTTY });
  const cursor = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true, columns: 200 };
  Object.assign(process.stderr, cursor);
  return {
    process,
    keys: await file.dataset('/keys'),
    follow: ['follow', '/scan.h5', '--keys', '/keys', '--data', '/data'],
  };
}

it('tells on a terminal that nothing new comes, and that it goes on', { timeout: 60_000 }, async () => {
  const { process, keys, follow } = await stalling(true);
  const ended = process.run(...follow, '--timeout', '50');
  await expect
    .poll(() => process.stderr.text, { timeout: 40_000 })
    .toMatch(/1 frame .*nothing new since \d\d:\d\d:\d\d: the writer has the file open/);
  await keys.write([[1, 2]], Int32Array.of(1));
  await keys.flush();
  expect(await ended).toBe(0);
  expect(process.output).toHaveLength(2);
  expect(process.stderr.lines.at(-1)).toContain('2 frames, complete: every key is set');
});

it('is quiet elsewhere', async () => {
  const { process, follow } = await stalling(false);
  expect(await process.run(...follow, '--timeout', '1.2')).toBe(3);
  expect(process.stderr.lines).toEqual([expect.stringMatching(/^h5tail: 1 frame, idle time-out: /)]);
});
