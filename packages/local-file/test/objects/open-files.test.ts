import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FakeFiles, fault, type FakeId } from './fake-files.js';

const folder = mkdtempSync(join(tmpdir(), 'h5tail-open-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file that exists under a name of its own. */
function newFile(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, name);
  return path;
}

const itself = (id: FakeId): FakeId => id;
const locked = expect.objectContaining({ code: 'FILE_LOCKED' }) as Error;

it('opens a file once for all who read it, and closes it after the last', async () => {
  const { files, open } = new FakeFiles();
  const path = newFile('once.h5');
  const [a, b] = [files.addReader(path, false), files.addReader(path, false)];
  expect(b).toBe(a);
  expect(open.size).toBe(0);
  const id = await a.use(itself);
  expect(await b.use(itself)).toBe(id);
  files.removeReader(a, false);
  expect([...open]).toEqual([id]);
  files.removeReader(b, false);
  expect(open.size).toBe(0);
  const again = files.addReader(path, false);
  expect(again).not.toBe(a);
});

it('knows a file by whatever name', async () => {
  const { files } = new FakeFiles();
  const path = newFile('named.h5');
  const other = join(folder, 'other-name.h5');
  symlinkSync(path, other);
  expect(files.addReader(other, false)).toBe(files.addReader(path, false));
  const absent = join(folder, 'not-there-yet.h5');
  expect(files.addReader(absent, false)).toBe(files.addReader(absent, false));
});

it('opens everything anew for who opens a file that is open', async () => {
  const { files, open } = new FakeFiles();
  const [path, linked] = [newFile('anew.h5'), newFile('linked.h5')];
  const [first, other] = [files.addReader(path, false), files.addReader(linked, false)];
  const before = [await first.use(itself), await other.use(itself)];
  files.addReader(newFile('unrelated.h5'), false);
  expect([...open]).toEqual(before);
  const second = files.addReader(path, false);
  expect(open.size).toBe(0);
  expect(await second.use(itself)).not.toBe(before[0]);
  expect(await first.use(itself)).toBe(await second.use(itself));
});

it('opens all for SWMR while one reads so', async () => {
  const { files, open } = new FakeFiles();
  const plain = files.addReader(newFile('plain.h5'), false);
  expect(await plain.use(itself)).toMatchObject({ swmr: false });
  const live = files.addReader(newFile('live.h5'), true);
  expect(open.size).toBe(0);
  expect(await plain.use(itself)).toMatchObject({ swmr: true });
  expect(await live.use(itself)).toMatchObject({ swmr: true });
  const more = files.addReader(newFile('more.h5'), true);
  expect(open.size).toBe(2);
  files.removeReader(live, true);
  expect(await plain.use(itself)).toMatchObject({ swmr: true, number: 2 });
  files.removeReader(more, true);
  expect(await plain.use(itself)).toMatchObject({ swmr: false });
});

it('closes what is open for reading, and nothing else', async () => {
  const fake = new FakeFiles();
  const { files, open } = fake;
  const reader = files.addReader(newFile('read.h5'), false);
  const writer = files.addWriter(newFile('written.h5'), false, () => fake.add('written'));
  await reader.use(itself);
  files.closeReaders();
  expect([...open]).toEqual([await writer.use(itself)]);
  // A file that was only read cannot have lost anything.
  await reader.use(itself);
  fake.beforeClose = () => {
    throw fault('IO');
  };
  files.closeReaders();
  expect(reader.isOpen).toBe(false);
});

it('lets one write, whom all others share the file with', async () => {
  const fake = new FakeFiles();
  const { files, open } = fake;
  const path = newFile('one-writer.h5');
  const reader = files.addReader(path, false);
  await reader.use(itself);
  const writer = files.addWriter(path, false, () => {
    expect(open.size, 'files that are open for reading').toBe(0);
    return fake.add('written');
  });
  expect(writer).toBe(reader);
  expect(await reader.use(itself)).toMatchObject({ path: 'written' });
  expect(() => files.addWriter(path, false, () => fake.add('second'))).toThrow(locked);
  files.removeReader(reader, false);
  expect(writer.isOpen).toBe(true);
  files.addReader(path, false);
  files.removeWriter(writer);
  expect(open.size).toBe(0);
  expect(await reader.use(itself)).toMatchObject({ path });
});

it('does not replace a file that somebody has open', async () => {
  const fake = new FakeFiles();
  const { files } = fake;
  const path = newFile('in-use.h5');
  const reader = files.addReader(path, false);
  expect(() => files.addWriter(path, true, () => fake.add('new'))).toThrow(locked);
  files.removeReader(reader, false);
  const writer = files.addWriter(path, true, () => fake.add('new'));
  expect(() => files.addWriter(path, true, () => fake.add('new'))).toThrow(locked);
  files.removeWriter(writer);
  expect(fake.open.size).toBe(0);
});

it('holds nothing of a writer that could not open or could not close', () => {
  const fake = new FakeFiles();
  const { files, open } = fake;
  const path = newFile('refused.h5');
  const refused = fault('NO_SPACE');
  const refuse = (): never => {
    throw refused;
  };
  expect(() => files.addWriter(path, true, refuse)).toThrow(refused);
  const writer = files.addWriter(path, true, () => fake.add('new'));
  fake.beforeClose = refuse;
  expect(() => files.removeWriter(writer)).toThrow(refused);
  expect(open.size).toBe(0);
  fake.beforeClose = () => undefined;
  const again = files.addWriter(path, true, () => fake.add('new'));
  files.removeWriter(again);
  expect(writer.isUsed || again.isUsed).toBe(false);
});
