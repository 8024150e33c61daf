import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { identityOf, type SharedFile } from '../../src/objects.js';
import { fixture } from '../fixture.js';
import { FakeFiles, fault, type FakeId } from './fake-files.js';

const folder = mkdtempSync(join(tmpdir(), 'h5tail-shared-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function newFile(name: string): string {
  const path = join(folder, name);
  copyFileSync(fixture('swmr-closed.h5'), path);
  return path;
}

interface Scene {
  readonly fake: FakeFiles;
  readonly path: string;
  readonly file: SharedFile<FakeId>;
}

/** A file with one reader, not opened yet. */
function scene(name: string): Scene {
  const fake = new FakeFiles();
  const path = newFile(name);
  return { fake, path, file: fake.files.addReader(path, false) };
}

it('works at once with a file that is open', async () => {
  const { file } = scene('at-once.h5');
  expect(file.use((id) => id.number)).toBeInstanceOf(Promise);
  expect(await file.use(async (id) => id.number)).toBe(1);
  expect(file.use((id) => id.number)).toBe(1);
  expect(file.isOpen).toBe(true);
});

it('opens the new file where it was replaced while it was being opened', async () => {
  const { fake, file, path } = scene('replaced.h5');
  const other = newFile('replacement.h5');
  fake.beforeOpen = () => {
    if (fake.opened === 0) renameSync(other, path);
  };
  expect(await file.use((id) => id.number)).toBe(2);
  expect(fake.open.size).toBe(1);
  expect(file.identity).toEqual(identityOf(path));
});

it('tries again for a moment, because a writer may just be closing the file', async () => {
  const { fake, file } = scene('for-a-moment.h5');
  let tried = 0;
  fake.beforeOpen = () => {
    if (++tried < 4) throw fault('IO');
  };
  expect(await file.use((id) => id.number)).toBe(1);
  expect(tried).toBe(4);
});

it('gives up on what does not pass', async () => {
  const { fake, file } = scene('given-up.h5');
  let tried = 0;
  let refused = fault('IO');
  fake.beforeOpen = () => {
    tried++;
    throw refused;
  };
  const use = async (): Promise<number> => file.use((id) => id.number);
  await expect(use()).rejects.toBe(refused);
  expect(tried).toBe(10);
  refused = fault('NO_SPACE');
  await expect(use()).rejects.toBe(refused);
  expect(tried).toBe(11);
  expect(file.isOpen).toBe(false);
});

it('tells what is wrong with the file before what HDF5 says of it', async () => {
  const { fake, file, path } = scene('gone.h5');
  rmSync(path);
  fake.beforeOpen = () => {
    throw fault('IO');
  };
  const use = async (): Promise<number> => file.use((id) => id.number);
  await expect(use()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', file: path });
});

it('stops trying when its last user goes', async () => {
  const { fake, file, path } = scene('left.h5');
  fake.beforeOpen = () => {
    throw fault('IO');
  };
  const using = Promise.resolve(file.use((id) => id.number));
  fake.files.removeReader(file, false);
  await expect(using).rejects.toMatchObject({ code: 'CLOSED', file: path });
});
