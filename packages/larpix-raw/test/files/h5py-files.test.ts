import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, RawFileWriter, toRawFile } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { base64, H5pySteps, python } from '../h5py-steps.js';
import { patternDigest, patternIoGroups, patternMessages, MessageDigest } from '../message-pattern.js';
import { scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();

/** What is hard to store: nothing, one byte, a whole heap page and more, all zeros, all ones. */
const oddMessages = [
  new Uint8Array(0),
  Uint8Array.of(7),
  new Uint8Array(0),
  new Uint8Array(70_000),
  Uint8Array.from({ length: 65_536 - 32 }, (_, i) => i),
  Uint8Array.from({ length: 300_000 }, (_, i) => 3 * i + (i >> 8)),
  new Uint8Array(4096).fill(255),
  new Uint8Array(0),
];
const oddIoGroups = [0, 255, 1, 2, 3, 128, 127, 254];

describe.skipIf(python === undefined).each(testBackends)(
  'files of h5py and ours on $name',
  ({ name, createAdapter }) => {
    let adapter: Hdf5Adapter;
    beforeAll(async () => {
      adapter = await createAdapter();
    });
    const path = (file: string): string => pathOf(`${name}-${file}.h5`);

    it('odd messages that we write are read by h5py, and by us', async () => {
      await using h5py = new H5pySteps();
      const file = path('odd-of-ours');
      expect(
        await toRawFile(file, oddMessages, { adapter, headers: { ioGroups: oddIoGroups }, ioVersion: '0.0' }),
      ).toBe(8);
      const { meta, messages, ioGroups } = await h5py.read(file);
      expect(messages).toEqual(oddMessages.map(base64));
      expect(ioGroups).toEqual(oddIoGroups);
      expect(meta).toEqual({
        version: '0.0',
        io_version: '0.0',
        created: expect.any(Number) as number,
        modified: expect.any(Number) as number,
      });
      expect(meta['modified']).toBe(meta['created']);
      expect(Math.abs(Number(meta['created']) - Date.now() / 1000)).toBeLessThan(600);
      const content = await fromRawFile(file, { adapter });
      expect([...content.messages].map(base64)).toEqual(oddMessages.map(base64));
      expect([...content.ioGroups]).toEqual(oddIoGroups);
    });

    it('odd messages that h5py writes are read by us', async () => {
      await using h5py = new H5pySteps();
      const file = path('odd-of-h5py');
      await h5py.append(file, { messages: oddMessages, ioGroups: oddIoGroups }, { ioVersion: '0.0' });
      const { messages, ioGroups, headers, length, version, ioVersion } = await fromRawFile(file, { adapter });
      expect([...messages].map(base64)).toEqual(oddMessages.map(base64));
      expect([...ioGroups]).toEqual(oddIoGroups);
      expect(headers).toEqual(new Map([['io_groups', Uint8Array.from(oddIoGroups)]]));
      expect({ length, version, ioVersion }).toEqual({ length: 8, version: '0.0', ioVersion: '0.0' });
    });

    it.each(['ours', 'h5py'] as const)(
      'thousands of messages over many chunks, appended in turns, begun by %s',
      async (begin) => {
        await using h5py = new H5pySteps();
        const file = path(`turns-${begin}`);
        // Batches that end before, at and behind the borders of chunks, and some of one message or none.
        const sizes = [1, 1023, 1, 1024, 0, 2500, 1, 700, 1300, 3000, 2];
        let first = 0;
        for (const [turn, count] of sizes.entries()) {
          const stop = first + count;
          if ((turn % 2 === 0) === (begin === 'ours')) {
            const headers = { ioGroups: patternIoGroups(first, stop) };
            expect(await toRawFile(file, patternMessages(first, stop), { adapter, headers })).toBe(stop);
          } else {
            await h5py.append(file, { first, count });
          }
          first = stop;
          expect(await h5py.lengths(file)).toEqual({ messages: stop, headers: stop });
          expect(await lengthOfRawFile(file, { adapter, strict: true })).toBe(stop);
        }
        expect(await h5py.digest(file)).toEqual(patternDigest(first));
        const content = await fromRawFile(file, { adapter });
        const digest = new MessageDigest();
        digest.add(content.messages, content.ioGroups);
        expect(digest.result()).toEqual(patternDigest(first));
      },
    );

    it('what a writer of ours holds open is read by h5py at each flush, and appended to after it', async () => {
      await using h5py = new H5pySteps();
      const file = path('held');
      const writer = await RawFileWriter.open(file, { adapter, flushEvery: 100, flushEveryMs: Infinity });
      for (let first = 0; first < 1200; first += 100) {
        await writer.append(patternMessages(first, first + 100), patternIoGroups(first, first + 100));
        expect(await h5py.digest(file)).toEqual(patternDigest(first + 100));
      }
      await writer.close();
      await h5py.append(file, { first: 1200, count: 50 });
      expect(await h5py.digest(file)).toEqual(patternDigest(1250));
    });

    it.each<[string, string | undefined]>([
      ['of the usual length', '0.0'],
      ['of another length', '0.10'],
      ['none', undefined],
    ])('attributes are of the types that other readers ask for, io_version %s', async (_, ioVersion) => {
      await using h5py = new H5pySteps();
      const file = path(`attributes-${ioVersion}`);
      await toRawFile(file, null, { adapter, ...(ioVersion === undefined ? {} : { ioVersion }) });
      const created = await h5py.read(file);
      expect(created.meta['io_version']).toBe(ioVersion);
      await toRawFile(file, [Uint8Array.of(1)], { adapter });
      const types = {
        created: ['<f8', []],
        modified: ['<f8', []],
        version: ['vlen text', []],
        ...(ioVersion === undefined ? {} : { io_version: ['vlen text', []] }),
      };
      expect(await h5py.attributeTypes(file)).toEqual(types);
      const { meta } = await h5py.read(file);
      expect(meta).toEqual({ ...created.meta, modified: meta['modified'] as number });
      expect(Number(meta['modified'])).toBeGreaterThan(Number(meta['created']));
    });
  },
);
