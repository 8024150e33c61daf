import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeNotification, fileSystemOf, watchFile } from '../src/index.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-'));
  path = join(folder, 'watched');
  writeFileSync(path, 'first');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A watch whose next call can be awaited. */
function watched(): { next(): Promise<void>; stop(): void } {
  let told: (() => void) | undefined;
  const stop = watchFile(path, () => told?.());
  if (stop === null) throw new Error('the temporary folder is on a shared file system');
  return { next: () => new Promise((resolve) => (told = resolve)), stop };
}

test('tells a change', async () => {
  const watch = watched();
  const change = watch.next();
  appendFileSync(path, 'more');
  await change;
  watch.stop();
});

test('follows a file that is replaced by another one', async () => {
  const watch = watched();
  const replaced = watch.next();
  writeFileSync(join(folder, 'new'), 'second');
  renameSync(join(folder, 'new'), path);
  await replaced;
  const change = watch.next();
  appendFileSync(path, 'more');
  await change;
  watch.stop();
});

test('a missing file cannot be watched', () => {
  expect(watchFile(join(folder, 'missing'), () => undefined)).toBeNull();
});

test('change notification is tried out on a folder and on a file in it, and leaves nothing behind', async () => {
  expect(fileSystemOf(folder).shared).toBe(false);
  expect(await changeNotification(folder)).toEqual({ works: true, reason: 'a change was told at once' });
  expect(await changeNotification(path)).toEqual({ works: true, reason: 'a change was told at once' });
});
