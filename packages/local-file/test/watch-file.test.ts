import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

test('goes on after the file was replaced while somebody holds the old one open', async () => {
  const reader = openSync(path, 'r');
  const watch = watched();
  const replaced = watch.next();
  writeFileSync(join(folder, 'new'), 'second');
  renameSync(join(folder, 'new'), path);
  await replaced;
  for (let round = 0; round < 3; round++) {
    const change = watch.next();
    appendFileSync(path, 'more');
    await change;
  }
  watch.stop();
  closeSync(reader);
});

test('goes on after the file was deleted and made anew', async () => {
  const watch = watched();
  const deleted = watch.next();
  rmSync(path);
  await deleted;
  const made = watch.next();
  writeFileSync(path, 'again');
  await made;
  watch.stop();
});

test('follows a symbolic link to where the file is', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'h5tail-'));
  const file = join(elsewhere, 'data');
  writeFileSync(file, 'first');
  symlinkSync(file, join(folder, 'link'));
  const told = new Promise<void>((resolve) => {
    const stop = watchFile(join(folder, 'link'), () => {
      stop?.();
      resolve();
    });
  });
  appendFileSync(file, 'more');
  await told;
  rmSync(elsewhere, { recursive: true });
});

test('tells when a file that is missing appears; a missing folder cannot be watched', async () => {
  const appeared = new Promise<void>((resolve) => {
    const stop = watchFile(join(folder, 'missing'), () => {
      stop?.();
      resolve();
    });
  });
  writeFileSync(join(folder, 'missing'), '');
  await appeared;
  expect(watchFile(join(folder, 'no', 'folder'), () => undefined)).toBeNull();
});

test('change notification is tried out on a folder and on a file in it, and leaves nothing behind', async () => {
  expect(fileSystemOf(folder).shared).toBe(false);
  expect(await changeNotification(folder)).toEqual({ works: true, reason: 'a change was told at once' });
  expect(await changeNotification(path)).toEqual({ works: true, reason: 'a change was told at once' });
});
