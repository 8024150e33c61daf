import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, RawFileFollower, RawFileWriter, toRawFile } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { base64, H5pySteps, python, type FileVariant } from '../h5py-steps.js';
import { patternIoGroups, patternMessages } from '../message-pattern.js';
import { recordedAdapter } from '../recorded-adapter.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();
const count = 1500;
/** What they are appended. */
const more = {
  messages: [Uint8Array.of(200, 1), new Uint8Array(0), new Uint8Array(70_000).fill(129)],
  ioGroups: [3, 0, 7],
};

/** Files of other programs that are read and appended to. */
const welcome: [string, FileVariant][] = [
  ['as usual', {}],
  ['in the newest format of the library', { libver: 'latest' }],
  ['with signed bytes', { base: 'i1' }],
  ['with boards of two bytes', { header: [['io_groups', 'u2']] }],
  ['with boards of two bytes, big-endian', { header: [['io_groups', '>u2']] }],
  ['with signed boards of four bytes', { header: [['io_groups', 'i4']] }],
  ['with boards of eight bytes', { header: [['io_groups', 'u8']] }],
  ['with whole seconds', { meta: { created: 1_600_000_000, modified: 1_600_000_001 } }],
  ['with ASCII versions', { ascii: true, meta: { io_version: '0.0' } }],
  ['with versions of fixed length', { fixedText: true, meta: { io_version: '0.0' } }],
  [
    'with more header fields',
    {
      header: [
        ['stamp', 'u4'],
        ['io_groups', 'u1'],
        ['weight', 'f8'],
      ],
    },
  ],
  ['with more objects and attributes', { extra: true }],
  ['with a limit that leaves room', { maxLength: count + 3 }],
  ['without a filter', { column: {} }],
  ['in small chunks', { column: { chunks: [7], compression: 'gzip' } }],
  ['in one chunk of more than they are', { column: { chunks: [4096] } }],
  ['behind shuffle and deflate', { column: { compression: 'gzip', shuffle: true } }],
  ['with checksums over the headers', { column: { compression: 'gzip', fletcher32: true } }],
];

describe.skipIf(python === undefined).each(testBackends)(
  'files of other programs on $name',
  ({ name, createAdapter }) => {
    let adapter: Hdf5Adapter;
    beforeAll(async () => {
      adapter = await createAdapter();
    });
    const path = (file: string): string => pathOf(`${name} ${file.replaceAll('/', '')}.h5`);

    it.each(welcome)('are read, and appended to: %s', async (title, variant) => {
      await using h5py = new H5pySteps();
      const file = path(`welcome ${title}`);
      await h5py.variant(file, { first: 0, count }, variant);
      const before = digestOf(file);
      const content = await fromRawFile(file, { adapter, strict: true });
      expect([...content.messages].map(base64)).toEqual(patternMessages(0, count).map(base64));
      expect([...content.ioGroups]).toEqual(patternIoGroups(0, count));
      expect([content.length, await lengthOfRawFile(file, { adapter })]).toEqual([count, count]);
      expect([content.created, content.version]).toEqual([
        Number(variant.meta?.['created'] ?? 1_600_000_000.25),
        '0.0',
      ]);
      expect(digestOf(file)).toBe(before);

      expect(await toRawFile(file, more.messages, { adapter, headers: { ioGroups: more.ioGroups } })).toBe(count + 3);
      const appended = await fromRawFile(file, { adapter, start: -4, strict: true });
      expect([...appended.messages].map(base64)).toEqual(
        [...patternMessages(count - 1, count), ...more.messages].map(base64),
      );
      expect([...appended.ioGroups]).toEqual([...patternIoGroups(count - 1, count), ...more.ioGroups]);
      const theirs = await h5py.read(file);
      expect(theirs.messages).toEqual([...patternMessages(0, count), ...more.messages].map(base64));
      expect(theirs.ioGroups).toEqual([...patternIoGroups(0, count), ...more.ioGroups]);
    });

    it('header fields of other programs are handed out, and are 0 in what we append', async () => {
      await using h5py = new H5pySteps();
      const file = path('fields');
      await h5py.variant(
        file,
        { first: 0, count: 3 },
        {
          header: [
            ['stamp', 'u4'],
            ['io_groups', 'u1'],
            ['weight', 'f8'],
          ],
        },
      );
      await toRawFile(file, [Uint8Array.of(1)], { adapter, headers: { ioGroups: 9 } });
      const { headers } = await fromRawFile(file, { adapter });
      expect([...headers]).toEqual([
        ['stamp', Uint32Array.of(0, 10, 20, 0)],
        ['io_groups', Uint8Array.of(1, 2, 5, 9)],
        ['weight', Float64Array.of(0, 10, 20, 0)],
      ]);
      const { headers: picked } = await fromRawFile(file, { adapter, indices: [2, 0, 2] });
      expect(picked.get('weight')).toEqual(Float64Array.of(20, 0, 20));
    });

    it('files of December 2020 are read and followed, and not written', async () => {
      await using h5py = new H5pySteps();
      const file = path('plain');
      await h5py.variant(file, { first: 0, count }, { plainIoGroups: true });
      const before = digestOf(file);
      const { messages, ioGroups, headers, ioVersion } = await fromRawFile(file, { adapter });
      expect([...messages].map(base64)).toEqual(patternMessages(0, count).map(base64));
      expect([...ioGroups]).toEqual(patternIoGroups(0, count));
      expect([[...headers.keys()], ioVersion]).toEqual([['io_groups'], null]);
      await using follower = await RawFileFollower.open(file, { adapter, timeoutMs: 0, batchSize: count });
      for await (const batch of follower) expect([...batch.ioGroups]).toEqual(patternIoGroups(0, count));
      expect(follower.position).toBe(count);
      expect(await codeOf(toRawFile(file, more.messages, { adapter }))).toBe('UNSUPPORTED');
      expect(await codeOf(toRawFile(file, null, { adapter }))).toBe('UNSUPPORTED');
      expect(await codeOf(RawFileWriter.open(file, { adapter }))).toBe('UNSUPPORTED');
      expect(digestOf(file)).toBe(before);
    });

    it('files in the format before HDF5 1.10 are read, and not written', async () => {
      await using h5py = new H5pySteps();
      const file = path('earliest');
      await h5py.variant(file, { first: 0, count }, { libver: 'earliest' });
      const before = digestOf(file);
      const { messages, ioGroups } = await fromRawFile(file, { adapter });
      expect([...messages].map(base64)).toEqual(patternMessages(0, count).map(base64));
      expect([...ioGroups]).toEqual(patternIoGroups(0, count));
      expect(await lengthOfRawFile(file, { adapter })).toBe(count);
      expect(await codeOf(toRawFile(file, more.messages, { adapter }))).toBe('NOT_SWMR_WRITABLE');
      expect(await codeOf(RawFileWriter.open(file, { adapter }))).toBe('NOT_SWMR_WRITABLE');
      expect(digestOf(file)).toBe(before);
    });

    it.each<[string, FileVariant, string]>([
      ['without /meta', { without: ['meta'] }, 'OBJECT_NOT_FOUND'],
      ['without messages', { without: ['msgs'] }, 'OBJECT_NOT_FOUND'],
      ['without headers', { without: ['msg_headers'] }, 'OBJECT_NOT_FOUND'],
      ['without a version', { meta: { version: null } }, 'OBJECT_NOT_FOUND'],
      ['with a number for a version', { meta: { version: 0 } }, 'WRONG_DTYPE'],
      ['with messages that are numbers', { plainMessages: true }, 'WRONG_DTYPE'],
      ['with messages of wide numbers', { base: 'u2' }, 'WRONG_DTYPE'],
      ['with headers of another name', { header: [['io_group', 'u1']] }, 'WRONG_DTYPE'],
      ['with boards that are no integers', { header: [['io_groups', 'f4']] }, 'WRONG_DTYPE'],
      ['of a major version to come', { meta: { version: '1.0' } }, 'WRONG_VERSION'],
      ['of no version', { meta: { version: 'first' } }, 'WRONG_VERSION'],
    ])('that are none are told, and not touched: %s', async (title, variant, code) => {
      await using h5py = new H5pySteps();
      const file = path(`none ${title}`);
      await h5py.variant(file, { messages: [], ioGroups: [] }, variant);
      const before = digestOf(file);
      expect(await codeOf(fromRawFile(file, { adapter }))).toBe(code);
      expect(await codeOf(lengthOfRawFile(file, { adapter }))).toBe(code);
      expect(await codeOf(RawFileFollower.open(file, { adapter }))).toBe(code);
      expect(await codeOf(toRawFile(file, [Uint8Array.of(1)], { adapter }))).toBe(code);
      expect(await codeOf(RawFileWriter.open(file, { adapter }))).toBe(code);
      expect(digestOf(file)).toBe(before);
    });

    it.each<[string, FileVariant, string]>([
      ['without the time of creation', { meta: { created: null } }, 'OBJECT_NOT_FOUND'],
      ['without the time of the last write', { meta: { modified: null } }, 'OBJECT_NOT_FOUND'],
      ['with a text for a time', { meta: { created: 'yesterday' } }, 'WRONG_DTYPE'],
    ])('a file %s is told where the times are asked for, and appended to', async (title, variant, code) => {
      await using h5py = new H5pySteps();
      const file = path(`times ${title}`);
      await h5py.variant(file, { messages: [], ioGroups: [] }, variant);
      expect(await codeOf(fromRawFile(file, { adapter }))).toBe(code);
      expect(await lengthOfRawFile(file, { adapter })).toBe(0);
      expect(await toRawFile(file, [Uint8Array.of(1)], { adapter })).toBe(1);
    });

    it('a newer minor version is read, and written as it is', async () => {
      await using h5py = new H5pySteps();
      const file = path('newer');
      await h5py.variant(file, { first: 0, count: 5 }, { meta: { version: '0.7' } });
      expect((await fromRawFile(file, { adapter })).version).toBe('0.7');
      expect(await toRawFile(file, [Uint8Array.of(1)], { adapter })).toBe(6);
      expect((await h5py.read(file)).meta['version']).toBe('0.7');
    });

    it('a limit is told before anything is written', async () => {
      await using h5py = new H5pySteps();
      const file = path('limit');
      await h5py.variant(file, { first: 0, count: 10 }, { maxLength: 12, column: { chunks: [4] } });
      const { adapter: recording, calls } = recordedAdapter(adapter);
      expect(await codeOf(toRawFile(file, more.messages, { adapter: recording }))).toBe('OUT_OF_RANGE');
      expect(calls).toEqual(['close']);
      expect(await h5py.lengths(file)).toEqual({ messages: 10, headers: 10 });
      expect(await toRawFile(file, more.messages.slice(0, 2), { adapter })).toBe(12);
      expect((await h5py.read(file, { start: 10 })).messages).toEqual(more.messages.slice(0, 2).map(base64));
    });

    it.each(['msgs', 'msg_headers'] as const)('elements of %s that have no partner are left out', async (longer) => {
      await using h5py = new H5pySteps();
      const file = path(`longer ${longer}`);
      await h5py.variant(file, { first: 0, count: 10 }, { unlikeLengths: longer });
      const before = digestOf(file);
      expect(await lengthOfRawFile(file, { adapter })).toBe(10);
      const { messages, ioGroups, length } = await fromRawFile(file, { adapter });
      expect([[...messages].map(base64), [...ioGroups]]).toEqual([
        patternMessages(0, 10).map(base64),
        patternIoGroups(0, 10),
      ]);
      expect(length).toBe(10);
      expect(await codeOf(lengthOfRawFile(file, { adapter, strict: true }))).toBe('CORRUPT_FILE');
      expect(await codeOf(fromRawFile(file, { adapter, strict: true }))).toBe('CORRUPT_FILE');
      expect(await codeOf(toRawFile(file, more.messages, { adapter }))).toBe('CORRUPT_FILE');
      expect(digestOf(file)).toBe(before);
    });

    it('a board that the file cannot hold, or that is none, is told', async () => {
      await using h5py = new H5pySteps();
      const [narrow, wide] = [path('narrow'), path('wide')];
      await h5py.variant(narrow, { first: 0, count: 3 }, { header: [['io_groups', 'i1']] });
      expect(await codeOf(toRawFile(narrow, more.messages, { adapter, headers: { ioGroups: [1, 128, 2] } }))).toBe(
        'INVALID_DATA',
      );
      expect(await h5py.lengths(narrow)).toEqual({ messages: 3, headers: 3 });
      expect(await toRawFile(narrow, more.messages, { adapter, headers: { ioGroups: 127 } })).toBe(6);
      await h5py.variant(wide, { messages: [Uint8Array.of(1)], ioGroups: [70_000] }, { header: [['io_groups', 'i4']] });
      expect(await codeOf(fromRawFile(wide, { adapter }))).toBe('INVALID_DATA');
    });

    it('a header field that is no number keeps us from appending', async () => {
      await using h5py = new H5pySteps();
      const file = path('text');
      await h5py.variant(
        file,
        { messages: [], ioGroups: [] },
        {
          header: [
            ['io_groups', 'u1'],
            ['note', 'S8'],
          ],
        },
      );
      expect(await codeOf(toRawFile(file, more.messages, { adapter }))).toBe('UNSUPPORTED_DTYPE');
      expect(await h5py.lengths(file)).toEqual({ messages: 0, headers: 0 });
    });
  },
);
