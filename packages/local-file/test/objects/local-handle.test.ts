import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, Hdf5Adapter } from '@h5tail/adapter';
import { afterAll, expect, it } from 'vitest';
import { LocalHandle, OpenState, type AttributeAccess, type FileAccess } from '../../src/objects.js';
import { fixture } from '../fixture.js';
import { FakeFiles, type FakeId } from './fake-files.js';

const folder = mkdtempSync(join(tmpdir(), 'h5tail-local-handle-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Access = AttributeAccess & FileAccess & { id: FakeId; isWritten: boolean };

class FakeHandle extends LocalHandle<FakeId, Access> {
  turns = 0;

  protected access(id: FakeId, isWritten: boolean): Access {
    return { id, isWritten } as Access;
  }

  protected override inTurn<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
    this.turns++;
    return work();
  }

  openDataset(): Promise<Dataset> {
    return Promise.reject(new Error('not asked for'));
  }

  createDataset(): Promise<void> {
    return Promise.reject(new Error('not asked for'));
  }
}

const adapter = { name: 'fake' } as Hdf5Adapter;

function openHandle(name: string, fake = new FakeFiles()): { fake: FakeFiles; handle: FakeHandle; path: string } {
  const path = join(folder, name);
  copyFileSync(fixture('swmr-closed.h5'), path);
  const state = new OpenState({ path, mode: 'r', swmr: 'read' });
  const handle = new FakeHandle({ adapter, state, files: fake.files, file: fake.files.addReader(path, true) });
  return { fake, handle, path };
}

const numberOf = ({ id }: Access): number => id.number;

it('opens the file anew after a refresh, each call in its turn', async () => {
  const { fake, handle } = openHandle('refreshed.h5');
  expect(await handle.use(numberOf)).toBe(1);
  expect(await handle.use(numberOf)).toBe(1);
  await handle.refresh();
  expect(fake.opened).toBe(2);
  await handle.forget();
  expect(fake.open.size).toBe(0);
  expect(await handle.use(numberOf)).toBe(3);
  expect(handle.turns).toBe(6);
});

it('closes once, and does nothing any more', async () => {
  const { fake, handle, path } = openHandle('closed.h5');
  const other = fake.files.addReader(path, true);
  await handle.use(numberOf);
  await handle.close();
  await handle.close();
  expect(other.readers).toBe(1);
  expect(other.swmrReaders).toBe(1);
  const closed = { code: 'CLOSED', file: path };
  await expect(handle.use(numberOf)).rejects.toMatchObject(closed);
  await expect(handle.refresh()).rejects.toMatchObject(closed);
});

it('does not take another file for the one that was opened', async () => {
  const { handle, path } = openHandle('replaced.h5');
  const { path: other } = openHandle('replacement.h5');
  await handle.use(numberOf);
  renameSync(other, path);
  expect(await handle.use(numberOf)).toBe(1);
  await expect(handle.refresh()).rejects.toMatchObject({ code: 'FILE_REPLACED', file: path });
});

it('tells whether the file is written here', async () => {
  const { fake, handle, path } = openHandle('written.h5');
  expect(await handle.use(({ isWritten }) => isWritten)).toBe(false);
  const writer = fake.files.addWriter(path, false, () => fake.add(path));
  const state = new OpenState({ path, mode: 'r+', swmr: 'none' });
  const writing = new FakeHandle({ adapter, state, files: fake.files, file: writer });
  expect(await handle.use(({ isWritten }) => isWritten)).toBe(true);
  await writing.close();
  expect(await handle.use(({ isWritten }) => isWritten)).toBe(false);
});
