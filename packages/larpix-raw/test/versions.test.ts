import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, RawFileFollower, RawFileWriter, toRawFile } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../tooling/typescript/test-backends.js';
import { codeOf } from './code-of.js';
import { digestOf, scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const one = [Uint8Array.of(1)];

/** What a file has, what a program asks for, and the version that both understand; or the code of the refusal. */
const pairs: [stored: string, asked: string, effective: string][] = [
  ['0.0', '0.0', '0.0'],
  ['0.1', '0.0', '0.0'],
  ['0.0', '0.1', 'WRONG_VERSION'],
  ['0.10', '0.9', '0.9'],
  ['0.9', '0.10', 'WRONG_VERSION'],
  ['0.10', '0.10', '0.10'],
  ['0.100', '0.20', '0.20'],
  ['0.0', '1.0', 'WRONG_VERSION'],
  ['0.9', '1.0', 'WRONG_VERSION'],
  ['0.3', '10.0', 'WRONG_VERSION'],
  ['0.0', '0.00', '0.0'],
  ['0.7', '00.5', '0.5'],
];

const noVersions = [
  '',
  '0',
  '1',
  '.',
  '0.',
  '.0',
  '0.0.0',
  '0,0',
  ' 0.0',
  '0.0 ',
  '-0.0',
  '0.-1',
  '0.x',
  'v0.0',
  '0.1e1',
  '٠.٠',
];

describe.each(testBackends)('versions on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  let files = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  /** A file with one message, whose attributes of /meta are set to texts. */
  const fileWith = async (texts: Readonly<Record<string, string>>): Promise<string> => {
    const path = pathOf(`${name}-${files++}.h5`);
    const { io_version: ioVersion, ...others } = texts;
    await toRawFile(path, one, { adapter, ...(ioVersion === undefined ? {} : { ioVersion: '0.0' }) });
    await using file = await openFile(path, { adapter, mode: 'r+' });
    const { attributes } = await file.group('/meta');
    for (const [attribute, text] of Object.entries({
      ...others,
      ...(ioVersion !== undefined && { io_version: ioVersion }),
    })) {
      await attributes.set(attribute, text);
    }
    return path;
  };

  it.each(pairs)('a file of version %s, read for %s: %s', async (stored, asked, effective) => {
    const path = await fileWith({ version: stored });
    const reading = fromRawFile(path, { adapter, version: asked });
    const following = RawFileFollower.open(path, { adapter, version: asked });
    if (effective === 'WRONG_VERSION') {
      expect([await codeOf(reading), await codeOf(following)]).toEqual([effective, effective]);
      return;
    }
    expect((await reading).version).toBe(effective);
    await using follower = await following;
    expect(follower.meta.version).toBe(stored);
    expect((await fromRawFile(path, { adapter })).version).toBe(stored);
  });

  it.each(pairs)('a file of version %s, written for %s: %s', async (stored, asked, effective) => {
    const path = await fileWith({ version: stored });
    const before = digestOf(path);
    const code = effective === 'WRONG_VERSION' ? effective : 'done';
    expect(await codeOf(toRawFile(path, one, { adapter, version: asked }))).toBe(code);
    expect(await codeOf(RawFileWriter.open(path, { adapter, version: asked }).then((writer) => writer.close()))).toBe(
      code,
    );
    if (code !== 'done') expect(digestOf(path)).toBe(before);
    // It goes on in its own version.
    expect(await fromRawFile(path, { adapter })).toMatchObject({ version: stored, length: code === 'done' ? 2 : 1 });
  });

  it.each(pairs)('messages of io_version %s, read for %s: %s', async (stored, asked, effective) => {
    const path = await fileWith({ io_version: stored });
    const code = effective === 'WRONG_VERSION' ? effective : 'done';
    expect(await codeOf(fromRawFile(path, { adapter, ioVersion: asked }))).toBe(code);
    const opened = RawFileFollower.open(path, { adapter, ioVersion: asked });
    expect(await codeOf(opened.then((follower) => follower.close()))).toBe(code);
    // The file's own is told, whatever was asked for.
    if (code === 'done') expect((await fromRawFile(path, { adapter, ioVersion: asked })).ioVersion).toBe(stored);
    expect((await fromRawFile(path, { adapter })).ioVersion).toBe(stored);
  });

  it.each(pairs)('messages of io_version %s, written for %s: %s', async (stored, asked, effective) => {
    const path = await fileWith({ io_version: stored });
    const before = digestOf(path);
    const code = effective === 'WRONG_VERSION' ? effective : 'done';
    expect(await codeOf(toRawFile(path, one, { adapter, ioVersion: asked }))).toBe(code);
    if (code !== 'done') expect(digestOf(path)).toBe(before);
    expect(await fromRawFile(path, { adapter })).toMatchObject({ ioVersion: stored, length: code === 'done' ? 2 : 1 });
  });

  it('messages of any major io_version are read and written by who asks for it, or for none', async () => {
    const path = await fileWith({ io_version: '3.4' });
    expect(await codeOf(fromRawFile(path, { adapter, ioVersion: '3.4' }))).toBe('done');
    expect(await codeOf(fromRawFile(path, { adapter, ioVersion: '2.4' }))).toBe('WRONG_VERSION');
    expect(await toRawFile(path, one, { adapter })).toBe(2);
    expect((await fromRawFile(path, { adapter })).ioVersion).toBe('3.4');
  });

  it('a file without io_version is read whatever was asked for, and not written for one', async () => {
    const path = await fileWith({});
    expect((await fromRawFile(path, { adapter, ioVersion: '0.9' })).ioVersion).toBeNull();
    await using follower = await RawFileFollower.open(path, { adapter, ioVersion: '7.0' });
    expect(follower.meta.ioVersion).toBeNull();
    const before = digestOf(path);
    await expect(toRawFile(path, one, { adapter, ioVersion: '0.0' })).rejects.toMatchObject({
      code: 'WRONG_VERSION',
      message: expect.stringContaining('has no io_version') as string,
    });
    expect(digestOf(path)).toBe(before);
    // No later call adds one.
    await toRawFile(path, one, { adapter });
    expect((await fromRawFile(path, { adapter })).ioVersion).toBeNull();
  });

  it("an io_version that is no version is nobody's business unless one is asked for", async () => {
    const path = await fileWith({ io_version: '1' });
    expect((await fromRawFile(path, { adapter })).ioVersion).toBe('1');
    expect(await toRawFile(path, one, { adapter })).toBe(2);
    expect(await codeOf(fromRawFile(path, { adapter, ioVersion: '1.0' }))).toBe('WRONG_VERSION');
    expect(await codeOf(toRawFile(path, one, { adapter, ioVersion: '1.0' }))).toBe('WRONG_VERSION');
  });

  it.each(['1.0', '2.7', '10.0', '1', '', 'first', '0', '0.0.0'])(
    'a file of version %j is refused',
    async (version) => {
      const path = await fileWith({ version });
      const before = digestOf(path);
      expect(await codeOf(fromRawFile(path, { adapter }))).toBe('WRONG_VERSION');
      expect(await codeOf(toRawFile(path, one, { adapter }))).toBe('WRONG_VERSION');
      expect(digestOf(path)).toBe(before);
    },
  );

  it.each(['0.1', '1.0', '0.10'])('a new file is not made for version %s, which is not written', async (version) => {
    const path = pathOf(`${name}-${files++}.h5`);
    expect(await codeOf(toRawFile(path, one, { adapter, version }))).toBe('WRONG_VERSION');
    expect(await codeOf(RawFileWriter.open(path, { adapter, version }))).toBe('WRONG_VERSION');
    expect(await codeOf(fromRawFile(path, { adapter }))).toBe('FILE_NOT_FOUND');
    await toRawFile(path, one, { adapter, version: '0.0' });
    expect((await fromRawFile(path, { adapter })).version).toBe('0.0');
  });

  it.each(noVersions)('%j is no version to ask for', async (text) => {
    const path = pathOf(`${name}-${files++}.h5`);
    for (const version of [{ version: text }, { ioVersion: text }]) {
      const options = { adapter, ...version };
      expect(await codeOf(fromRawFile(path, options))).toBe('TypeError');
      expect(await codeOf(toRawFile(path, one, options))).toBe('TypeError');
      expect(await codeOf(RawFileWriter.open(path, options))).toBe('TypeError');
      expect(await codeOf(RawFileFollower.open(path, options))).toBe('TypeError');
    }
  });
});
