import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile } from '@h5tail/larpix-raw';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { readRawFile, testMessages, writeRawFile, type TestMessage } from './raw-files.js';

const messages = testMessages(3000);

describe.each(testBackends)('on $name', ({ createAdapter }) => {
  const root = temporaryFolder();
  let adapter: Hdf5Adapter;
  let folder: string;
  let process: FakeProcess;
  let count = 0;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  beforeEach(() => {
    folder = join(root, String(count++));
    mkdirSync(folder);
    process = new FakeProcess({ adapter });
  });

  async function file(name: string, some: readonly TestMessage[], ioVersion?: string): Promise<string> {
    const path = join(folder, name);
    await writeRawFile(path, adapter, some, ioVersion);
    return path;
  }

  /** Makes a file older, or of another version. */
  async function setMeta(path: string, name: string, value: number): Promise<void> {
    await using opened = await openFile(path, { adapter, mode: 'r+' });
    await (await opened.group('/meta')).attributes.set(name, value);
  }

  const metaOf = (path: string) => fromRawFile(path, { adapter, start: 0, end: 0 });

  describe('raw merge', () => {
    it('puts the messages of all files into a new one, in order', async () => {
      const first = await file('a.h5', messages.slice(0, 2000), '0.0');
      const second = await file('b.h5', [], '0.0');
      const third = await file('c.h5', messages.slice(2000), '0.0');
      await setMeta(third, 'created', 1000.5);
      const output = join(folder, 'all.h5');
      const before = Date.now() / 1000;
      expect(await process.run('raw', 'merge', output, first, second, third)).toBe(0);
      expect(process.stderr.lines).toEqual([`h5tail: 3000 messages of 3 files in ${output}`]);
      expect(await readRawFile(output, adapter)).toEqual(messages);
      const { version, ioVersion, created, modified } = await metaOf(output);
      expect([version, ioVersion, created]).toEqual(['0.0', '0.0', 1000.5]);
      expect(modified).toBeGreaterThanOrEqual(before);
      expect(readdirSync(folder).toSorted()).toEqual(['a.h5', 'all.h5', 'b.h5', 'c.h5']);
    });

    it.each([
      ['0.1', "its io_version is '0.1', and that of "],
      [undefined, 'its io_version is not told, and that of '],
    ])('refuses io_version %s beside 0.0 before it writes', async (ioVersion, words) => {
      const first = await file('a.h5', messages.slice(0, 3), '0.0');
      const second = await file('b.h5', messages.slice(0, 3), ioVersion);
      expect(await process.run('raw', 'merge', join(folder, 'all.h5'), first, second)).toBe(1);
      expect(process.stderr.lines).toEqual([expect.stringContaining(words)]);
      expect(process.stderr.text).toContain(`${first} is '0.0'`);
      expect(readdirSync(folder).toSorted()).toEqual(['a.h5', 'b.h5']);
    });

    it('refuses an output that is there, and an input that is none', async () => {
      const first = await file('a.h5', messages.slice(0, 3));
      const output = await file('all.h5', messages.slice(3, 5));
      expect(await process.run('raw', 'merge', output, first)).toBe(1);
      expect(process.stderr.lines).toEqual([expect.stringContaining('all.h5: the file is there already')]);
      expect(await readRawFile(output, adapter)).toEqual(messages.slice(3, 5));
      const none = join(folder, 'none.h5');
      expect(await process.run('raw', 'merge', join(folder, 'new.h5'), first, none)).toBe(1);
      writeFileSync(none, 'text');
      expect(await process.run('raw', 'merge', join(folder, 'new.h5'), first, none)).toBe(1);
      expect(readdirSync(folder).toSorted()).toEqual(['a.h5', 'all.h5', 'none.h5']);
    });

    it('leaves nothing behind at a signal', async () => {
      const first = await file('a.h5', messages);
      process.stop('SIGINT');
      expect(await process.run('raw', 'merge', join(folder, 'all.h5'), first)).toBe(130);
      expect(readdirSync(folder)).toEqual(['a.h5']);
    });
  });

  describe('raw split', () => {
    interface PartLine {
      readonly part: number;
      readonly file: string;
      readonly first: number;
      readonly messages: number;
      readonly bytes: number;
    }

    async function expectParts(parts: readonly PartLine[], created: number): Promise<void> {
      const all: TestMessage[] = [];
      for (const [i, { part, file: path, first, messages: length, bytes }] of parts.entries()) {
        expect([part, basename(path), first]).toEqual([i, `raw.${i}.h5`, all.length]);
        const own = await readRawFile(path, adapter);
        expect(own).toHaveLength(length);
        expect(statSync(path).size).toBe(bytes);
        expect(await metaOf(path)).toMatchObject({ version: '0.0', ioVersion: '0.2', created });
        all.push(...own);
      }
      expect(all).toEqual(messages);
    }

    it('cuts at numbers of messages', async () => {
      const path = await file('raw.h5', messages, '0.2');
      await setMeta(path, 'created', 77.25);
      expect(await process.run('raw', 'split', path, '--max-messages', '1100')).toBe(0);
      const parts = process.output as PartLine[];
      expect(parts.map((part) => part.messages)).toEqual([1100, 1100, 800]);
      expect(process.stderr.lines).toEqual(['h5tail: 3000 messages in 3 parts']);
      await expectParts(parts, 77.25);
      expect(readdirSync(folder).toSorted()).toEqual(['raw.0.h5', 'raw.1.h5', 'raw.2.h5', 'raw.h5']);
    });

    it('cuts at sizes, which no part exceeds, into another folder', async () => {
      const path = await file('raw.h5', messages, '0.2');
      const out = join(folder, 'out');
      mkdirSync(out);
      const limit = 120_000;
      expect(await process.run('raw', 'split', path, '--max-bytes', String(limit), '--output-dir', out)).toBe(0);
      const parts = process.output as PartLine[];
      expect(parts.length).toBeGreaterThan(3);
      for (const { bytes } of parts) expect(bytes).toBeLessThanOrEqual(limit);
      // All but the last, and the one before the longest message, are nearly full.
      expect(parts.filter(({ bytes }) => bytes < 0.85 * limit).length).toBeLessThanOrEqual(2);
      await expectParts(parts, (await metaOf(path)).created);
      expect(readdirSync(folder).toSorted()).toEqual(['out', 'raw.h5']);
    });

    it('gives a message that is larger than a part one of its own', async () => {
      const path = await file('raw.h5', messages.slice(2, 6));
      expect(await process.run('raw', 'split', path, '--max-bytes', '50000')).toBe(0);
      expect((process.output as PartLine[]).map((part) => part.messages)).toEqual([1, 1, 2]);
    });

    it('makes one part of an empty file', async () => {
      const path = await file('raw.h5', []);
      expect(await process.run('raw', 'split', path, '--max-messages', '5')).toBe(0);
      expect(process.output).toMatchObject([{ part: 0, first: 0, messages: 0 }]);
      expect(await readRawFile(join(folder, 'raw.0.h5'), adapter)).toEqual([]);
    });

    it('refuses to begin where a part is there already', async () => {
      const path = await file('raw.h5', messages);
      writeFileSync(join(folder, 'raw.2.h5'), 'mine');
      expect(await process.run('raw', 'split', path, '--max-messages', '1100')).toBe(1);
      expect(process.stderr.lines).toEqual([
        expect.stringContaining('raw.2.h5: a part with this name is there already'),
      ]);
      expect(readdirSync(folder).toSorted()).toEqual(['raw.2.h5', 'raw.h5']);
    });

    it('refuses wrong limits and folders', async () => {
      const path = await file('raw.h5', messages);
      for (const flags of [[], ['--max-bytes', '4096'], ['--max-messages', '0']]) {
        expect(await process.run('raw', 'split', path, ...flags)).toBe(2);
      }
      expect(await process.run('raw', 'split', path, '--max-messages', '9', '--output-dir', join(folder, 'no'))).toBe(
        1,
      );
      expect(process.stderr.lines.at(-1)).toContain('no: there is no such folder');
    });

    it('leaves nothing behind where it fails', async () => {
      const path = await file('raw.h5', messages);
      const failing = new FakeProcess({ adapter: failingAt(adapter, 'raw.1.h5') });
      expect(await failing.run('raw', 'split', path, '--max-messages', '1100')).toBe(1);
      expect(failing.stderr.lines).toEqual([expect.stringMatching(/^h5tail: no part is written: no room$/)]);
      expect(readdirSync(folder)).toEqual(['raw.h5']);
    });
  });
});

/** An adapter that cannot create one file. */
function failingAt(inner: Hdf5Adapter, name: string): Hdf5Adapter {
  return new Proxy(inner, {
    get(target, key, receiver) {
      if (key !== 'open') return Reflect.get(target, key, receiver) as unknown;
      return (...args: Parameters<Hdf5Adapter['open']>) => {
        if (args[0].includes(name)) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
        return target.open(...args);
      };
    },
  });
}
