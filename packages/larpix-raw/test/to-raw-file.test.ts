import { copyFile, mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openFile, VariableLength, type Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, RawFileWriter, toRawFile, type ToRawFileOptions } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWriterState } from '@h5tail/local-file';
import { testBackends } from '../../../tooling/typescript/test-backends.js';
import { codeOf } from './code-of.js';
import { base64, H5pySteps, python } from './h5py-steps.js';
import { patternIoGroups, patternMessages } from './message-pattern.js';
import { digestOf, scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const three = patternMessages(3, 6);
const given = 'given' as const;

describe.each(testBackends)('toRawFile on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  let files = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const newPath = (): string => pathOf(`${name}-${files++}.h5`);
  /** A file with three messages. */
  const newFile = async (): Promise<string> => {
    const path = newPath();
    await toRawFile(path, three, { adapter, headers: { ioGroups: [0, 1, 2] }, ioVersion: '0.0' });
    return path;
  };
  const contentOf = async (path: string): Promise<{ messages: string[]; ioGroups: number[]; modified: number }> => {
    const { messages, ioGroups, modified } = await fromRawFile(path, { adapter, strict: true });
    return { messages: [...messages].map(base64), ioGroups: [...ioGroups], modified };
  };

  it('without messages creates an empty file', async () => {
    const path = newPath();
    expect(await toRawFile(path, null, { adapter })).toBe(0);
    expect(await fromRawFile(path, { adapter })).toMatchObject({ length: 0, version: '0.0', ioVersion: null });
  });

  it('without messages sets only the time in an existing file, whatever the headers', async () => {
    const path = await newFile();
    const before = await fromRawFile(path, { adapter });
    const headers = { ioGroups: [9, 9, 9, 9], unheardOf: 1 } as ToRawFileOptions['headers'];
    expect(await toRawFile(path, null, { adapter, ...(headers && { headers }) })).toBe(3);
    const after = await fromRawFile(path, { adapter });
    expect(after).toEqual({ ...before, modified: after.modified });
    expect(after.modified).toBeGreaterThan(before.modified);
    expect(after.created).toBe(before.created);
  });

  it('with no messages adds none', async () => {
    const path = await newFile();
    expect(await toRawFile(path, [], { adapter, headers: { ioGroups: [] } })).toBe(3);
    expect((await contentOf(path)).ioGroups).toEqual([0, 1, 2]);
  });

  it.each<[string, ToRawFileOptions['headers']]>([
    ['without headers', undefined],
    ['with headers without boards', {}],
  ])('%s the boards are 0', async (_, headers) => {
    const path = newPath();
    expect(await toRawFile(path, three, { adapter, ...(headers && { headers }) })).toBe(3);
    expect(await contentOf(path)).toMatchObject({ messages: three.map(base64), ioGroups: [0, 0, 0] });
  });

  it('one board stands for all messages', async () => {
    const path = newPath();
    await toRawFile(path, three, { adapter, headers: { ioGroups: 255 } });
    expect((await contentOf(path)).ioGroups).toEqual([255, 255, 255]);
  });

  it.each<[string, unknown, unknown, string]>([
    ['an unknown header field', three, { io_groups: [0, 1, 2] }, 'TypeError'],
    ['too few boards', three, { ioGroups: [0, 1] }, 'INVALID_DATA'],
    ['too many boards', three, { ioGroups: [0, 1, 2, 3] }, 'INVALID_DATA'],
    ['too few boards in a typed array', three, { ioGroups: Uint8Array.of(1) }, 'INVALID_DATA'],
    ['a text for boards', three, { ioGroups: '012' }, 'INVALID_DATA'],
    ['a text for a message', [three[0], 'abc', three[2]], {}, 'INVALID_DATA'],
    ['a number for a message', [three[0], 7], {}, 'INVALID_DATA'],
    ['a list of numbers for a message', [[1, 2, 3]], {}, 'INVALID_DATA'],
    ['nothing for a message', [three[0], null], {}, 'INVALID_DATA'],
    ['a text for the messages', 'abc', {}, 'INVALID_DATA'],
    ['a number for the messages', 3, {}, 'INVALID_DATA'],
    ['undefined for the messages', undefined, {}, 'INVALID_DATA'],
    ['packed texts', new VariableLength(['a'], Uint32Array.of(0, 1)), {}, 'INVALID_DATA'],
    ['null for a board', three, { ioGroups: [0, null, 2] }, 'INVALID_DATA'],
    ['a hole in the boards', three, { ioGroups: [0, , 2] }, 'INVALID_DATA'], // eslint-disable-line no-sparse-arrays
    ['a board of 256', three, { ioGroups: [0, 256, 2] }, 'INVALID_DATA'],
    ['a board of -1', three, { ioGroups: [0, 1, -1] }, 'INVALID_DATA'],
    ['a board of 300 in a typed array', three, { ioGroups: Int32Array.of(0, 300, 2) }, 'INVALID_DATA'],
    ['a board of one and a half', three, { ioGroups: [0, 1.5, 2] }, 'INVALID_DATA'],
    ['a board that is text', three, { ioGroups: ['0', '1', '2'] }, 'INVALID_DATA'],
    ['a board that is true', three, { ioGroups: [true, 1, 2] }, 'INVALID_DATA'],
    ['boards of 64 bits', three, { ioGroups: BigInt64Array.of(0n, 1n, 2n) }, 'INVALID_DATA'],
    ['no number for all', three, { ioGroups: NaN }, 'INVALID_DATA'],
    ['256 for all', three, { ioGroups: 256 }, 'INVALID_DATA'],
    ['a version that is none', three, given, 'TypeError'],
  ])('%s is told, and neither touches a file nor makes one', async (_, messages, headers, code) => {
    const path = await newFile();
    const before = digestOf(path);
    const options = { adapter, ...(headers === given ? { version: '0' } : { headers }) } as ToRawFileOptions;
    expect(await codeOf(toRawFile(path, messages as Uint8Array[], options))).toBe(code);
    expect(digestOf(path)).toBe(before);
    const none = newPath();
    expect(await codeOf(toRawFile(none, messages as Uint8Array[], options))).toBe(code);
    expect(await codeOf(fromRawFile(none, { adapter }))).toBe('FILE_NOT_FOUND');
  });

  it('tells which message or board is wrong', async () => {
    const path = newPath();
    await expect(toRawFile(path, [three[0], 'x'] as Uint8Array[], { adapter })).rejects.toMatchObject({
      index: 1,
      file: path,
    });
    const headers = { ioGroups: [0, 0, 999] };
    await expect(toRawFile(path, three, { adapter, headers })).rejects.toMatchObject({ index: 2, file: path });
  });

  it.each<[string, () => Iterable<ArrayBuffer | ArrayBufferView>]>([
    [
      'a generator',
      () =>
        (function* () {
          yield* three;
        })(),
    ],
    ['a set', () => new Set(three)],
    ['buffers', () => three.map((message) => Uint8Array.from(message).buffer)],
    ['Buffers of Node', () => three.map((message) => Buffer.from(message))],
    [
      'views into other memory',
      () =>
        three.map((message) => {
          const memory = new Uint8Array(message.length + 9);
          memory.set(message, 5);
          return new DataView(memory.buffer, 5, message.length);
        }),
    ],
    ['packed ones', () => VariableLength.ofBytes(three)],
  ])('messages may be %s', async (_, make) => {
    const path = newPath();
    expect(await toRawFile(path, make(), { adapter, headers: { ioGroups: new Float64Array([0, 1, 2]) } })).toBe(3);
    expect(await contentOf(path)).toMatchObject({ messages: three.map(base64), ioGroups: [0, 1, 2] });
  });

  it.each([1, 2, 1000, 1024, 1025])('%i equal messages are stored each', async (count) => {
    const path = newPath();
    const message = Uint8Array.from({ length: 24 }, (_, i) => i);
    await toRawFile(
      path,
      Array.from({ length: count }, () => message),
      { adapter },
    );
    const { messages } = await contentOf(path);
    expect(messages).toEqual(Array.from({ length: count }, () => base64(message)));
  });

  it('appends behind what is there, and leaves the time of creation', async () => {
    const path = await newFile();
    const before = await fromRawFile(path, { adapter });
    expect(await toRawFile(path, three.slice(0, 1), { adapter, headers: { ioGroups: [7] } })).toBe(4);
    const after = await fromRawFile(path, { adapter });
    expect([...after.messages].map(base64)).toEqual([...three, ...three.slice(0, 1)].map(base64));
    expect([...after.ioGroups]).toEqual([0, 1, 2, 7]);
    expect(after.created).toBe(before.created);
    expect(after.modified).toBeGreaterThan(before.modified);
  });

  it('more than the bytes of one write arrive whole', async () => {
    const path = newPath();
    // 3 MiB each, so that the writes of 8 MiB end between messages, and one that is larger than a write.
    const lengths = [3, 3, 3, 3, 9, 0, 3];
    const messages = lengths.map((mebi, i) => new Uint8Array(mebi * 2 ** 20).fill(i + 1));
    await toRawFile(path, messages, { adapter, headers: { ioGroups: [0, 1, 2, 3, 4, 5, 6] } });
    const content = await fromRawFile(path, { adapter });
    expect([...content.messages].map((message) => [message.length, message[0], message.at(-1)])).toEqual(
      lengths.map((mebi, i) => [mebi * 2 ** 20, ...(mebi === 0 ? [undefined, undefined] : [i + 1, i + 1])]),
    );
    expect(
      content.messages.values.every((value, at) => at === 0 || value >= (content.messages.values[at - 1] as number)),
    ).toBe(true);
  });

  it('what is no raw file is told, and not touched', async () => {
    const text = newPath();
    await writeFile(text, 'no HDF5 at all, but long enough to be looked at');
    const before = digestOf(text);
    expect(await codeOf(toRawFile(text, three, { adapter }))).toBe('NOT_HDF5');
    expect(digestOf(text)).toBe(before);
    const folder = newPath();
    await mkdir(folder);
    expect(await codeOf(toRawFile(folder, three, { adapter }))).toBe('NOT_A_FILE');
    expect(await codeOf(toRawFile(pathOf('no/such/folder.h5'), three, { adapter }))).toBe('FILE_NOT_FOUND');
  });

  it('an empty file that several come to at the same time loses none of their messages', async () => {
    const path = newPath();
    await writeFile(path, '');
    const calls = [1, 2, 3, 4, 5].map((byte) => toRawFile(path, [Uint8Array.of(byte)], { adapter }));
    expect((await Promise.all(calls)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    const { messages } = await fromRawFile(path, { adapter });
    expect(new Set([...messages].map(([byte]) => byte))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect((await readdir(dirname(path))).filter((entry) => entry.endsWith('.empty'))).toEqual([]);
  });

  it('an empty file is filled', async () => {
    const path = newPath();
    await writeFile(path, '');
    expect(await toRawFile(path, three, { adapter, ioVersion: '0.0' })).toBe(3);
    expect(await fromRawFile(path, { adapter })).toMatchObject({ length: 3, ioVersion: '0.0' });
  });

  it('a file that was cut is told, and not touched', async () => {
    const path = await newFile();
    await truncate(path, 400);
    const before = digestOf(path);
    expect(await codeOf(toRawFile(path, three, { adapter }))).toBe('TRUNCATED_FILE');
    expect(digestOf(path)).toBe(before);
  });

  it('the file is closed after each call, and after each fault', async () => {
    const path = await newFile();
    expect(readWriterState(path)).toBe('closed');
    expect(await codeOf(toRawFile(path, three, { adapter, version: '0.1' }))).toBe('WRONG_VERSION');
    expect(readWriterState(path)).toBe('closed');
    expect(await toRawFile(path, three, { adapter })).toBe(6);
  });

  it('a writer of ours that has the file is respected', async () => {
    const path = await newFile();
    await using writer = await RawFileWriter.open(path, { adapter });
    const before = digestOf(path);
    expect(await codeOf(toRawFile(path, three, { adapter }))).toBe('FILE_LOCKED');
    expect(await codeOf(RawFileWriter.open(path, { adapter }))).toBe('FILE_LOCKED');
    expect(digestOf(path)).toBe(before);
    expect(writer.status).toBe('open');
  });

  it('flags that a killed writer left are respected', async () => {
    const path = await newFile();
    const copy = newPath();
    await using writer = await RawFileWriter.open(path, { adapter });
    await writer.flush();
    await copyFile(path, copy);
    const before = digestOf(copy);
    expect(await codeOf(toRawFile(copy, three, { adapter }))).toBe('FILE_LOCKED');
    expect(await codeOf(RawFileWriter.open(copy, { adapter }))).toBe('FILE_LOCKED');
    expect(digestOf(copy)).toBe(before);
    expect(await lengthOfRawFile(copy, { adapter })).toBe(3);
  });

  it('calls that begin a file at the same time are made one by one or refused, and none is half done', async () => {
    const path = newPath();
    const codes = await Promise.all(
      [0, 1, 2, 3].map((board) => codeOf(toRawFile(path, three, { adapter, headers: { ioGroups: board } }))),
    );
    expect(codes).toContain('done');
    expect(codes.filter((code) => code !== 'done' && code !== 'FILE_LOCKED')).toEqual([]);
    const boards = codes.flatMap((code, board) => (code === 'done' ? [board, board, board] : []));
    expect((await contentOf(path)).ioGroups.toSorted((a, b) => a - b)).toEqual(boards);
  });

  it('a reader in this process keeps no writer out', async () => {
    const path = await newFile();
    await using reader = await openFile(path, { adapter, mode: 'r', swmr: true });
    await reader.dataset('/msgs');
    expect(await toRawFile(path, three, { adapter })).toBe(6);
    await using writer = await RawFileWriter.open(path, { adapter });
    await writer.append(three);
    expect(await writer.flush()).toBe(9);
  });

  it('ends with the reason of a signal, and touches nothing', async () => {
    const path = newPath();
    const reason = new Error('enough');
    await expect(toRawFile(path, three, { adapter, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await codeOf(lengthOfRawFile(path, { adapter }))).toBe('FILE_NOT_FOUND');
  });

  describe.skipIf(python === undefined)('beside h5py', () => {
    it.each([true, false])('is refused while h5py has the file, in SWMR mode: %s', async (swmr) => {
      await using h5py = new H5pySteps();
      const path = await newFile();
      await h5py.hold(path, { swmr });
      const before = digestOf(path);
      expect(await codeOf(toRawFile(path, three, { adapter }))).toBe('FILE_LOCKED');
      expect(digestOf(path)).toBe(before);
      await h5py.step('close');
      expect(await toRawFile(path, three, { adapter })).toBe(6);
    });

    it('h5py is refused while we have the file, and may read it', async () => {
      await using h5py = new H5pySteps();
      const path = await newFile();
      await using writer = await RawFileWriter.open(path, { adapter, flushEvery: 1 });
      await expect(h5py.append(path, { first: 0, count: 1 })).rejects.toThrow(/BlockingIOError|OSError/);
      await writer.append(three, [3, 4, 5]);
      expect(await h5py.read(path)).toMatchObject({ ioGroups: [0, 1, 2, 3, 4, 5] });
    });

    it('h5py with its locks on reads what we hold open, and follows our calls', async () => {
      await using h5py = new H5pySteps({ HDF5_USE_FILE_LOCKING: 'TRUE' });
      const path = await newFile();
      expect(await h5py.lengths(path)).toEqual({ messages: 3, headers: 3 });
      await using writer = await RawFileWriter.open(path, { adapter, flushEvery: 1 });
      await writer.append(three, patternIoGroups(0, 3));
      expect(await h5py.lengths(path)).toEqual({ messages: 6, headers: 6 });
    });
  });
});
