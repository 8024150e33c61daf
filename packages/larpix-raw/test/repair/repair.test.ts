import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, RawFileWriter, repair, toRawFile } from '@h5tail/larpix-raw';
import { recoverFile } from '@h5tail/local-file/recovery';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { H5pySteps, python } from '../h5py-steps.js';
import { patternDigest, patternIoGroups, patternMessages } from '../message-pattern.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';

const path = scratchFolder();

describe.each(testBackends)('repair on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });
  const file = (name: string): string => path(`${backend.name} ${name}.h5`);
  const append = (to: string, start: number, stop: number): Promise<number> =>
    toRawFile(to, patternMessages(start, stop), { adapter, headers: { ioGroups: patternIoGroups(start, stop) } });

  async function expectPattern(of: string, count: number): Promise<void> {
    const { messages, ioGroups } = await fromRawFile(of, { adapter, strict: true });
    expect(messages.length).toBe(count);
    expect([...messages].map((message) => Buffer.from(message))).toEqual(
      patternMessages(0, count).map((message) => Buffer.from(message)),
    );
    expect([...ioGroups]).toEqual(patternIoGroups(0, count));
  }

  it('changes nothing in a file that is whole', async () => {
    await append(file('whole'), 0, 1500);
    const before = digestOf(file('whole'));
    expect(await repair(file('whole'), { adapter })).toMatchObject({
      recovery: { outcome: 'needless' },
      length: 1500,
      trimmedMessages: 0,
      trimmedHeaders: 0,
      mendedCollections: [],
      isChanged: false,
    });
    expect(digestOf(file('whole'))).toBe(before);
  });

  it('refuses while a writer of this process has the file, and changes nothing', async () => {
    await using writer = await RawFileWriter.open(file('live'), { adapter });
    await writer.append(patternMessages(0, 100));
    await writer.flush();
    const before = digestOf(file('live'));
    expect(await codeOf(repair(file('live'), { adapter }))).toBe('FILE_LOCKED');
    expect(await codeOf(repair(file('live'), { adapter, writerIsGone: true }))).toBe('FILE_LOCKED');
    expect(digestOf(file('live'))).toBe(before);
  });

  it('tells of files that are none', async () => {
    writeFileSync(file('text'), 'no HDF5');
    expect(await codeOf(repair(file('text'), { adapter }))).toBe('NOT_HDF5');
    expect(await codeOf(repair(file('missing'), { adapter }))).toBe('FILE_NOT_FOUND');
  });

  it('tells of damage that no killed writer explains, and cuts nothing', async () => {
    await append(file('damaged'), 0, 2000);
    const bytes = readFileSync(file('damaged'));
    const collection = bytes.indexOf('GCOL', bytes.indexOf('GCOL') + 4, 'latin1');
    // The size of the first object.
    bytes.writeUInt32LE(77, collection + 24);
    writeFileSync(file('damaged'), bytes);
    expect(await codeOf(repair(file('damaged'), { adapter }))).toBe('CORRUPT_FILE');
    expect(readFileSync(file('damaged'))).toEqual(bytes);
  });

  it('does not give up messages that can be read for one before them', async () => {
    const [first] = await twoFlushes('early damage');
    const collection = first.indexOf('GCOL', first.indexOf('GCOL') + 4, 'latin1');
    // The index of the first object: no other one is touched.
    first.writeUInt16LE(60_000, collection + 16);
    writeFileSync(file('early damage'), first);
    expect(await codeOf(repair(file('early damage'), { adapter }))).toBe('CORRUPT_FILE');
    expect((await fromRawFile(file('early damage'), { adapter, start: 600 })).messages.length).toBe(100);
  });

  it('cuts what no flush has brought into the file to its end', async () => {
    const [, second] = await twoFlushes('no heap');
    // As after a crash of a writer that extends both datasets before the heap is in the file.
    const last = second.lastIndexOf('GCOL');
    second.fill(0, last, last + 4);
    writeFileSync(file('no heap copy'), second);
    const { length, trimmedMessages } = await repair(file('no heap copy'), { adapter });
    expect(length).toBeLessThan(900);
    expect(trimmedMessages).toBe(900 - (length as number));
    await expectPattern(file('no heap copy'), length as number);
  });

  /** What a file looks like after one flush, and after another one. */
  async function twoFlushes(name: string): Promise<readonly [Buffer, Buffer]> {
    await using writer = await RawFileWriter.open(file(name), { adapter });
    await writer.append(patternMessages(0, 700), patternIoGroups(0, 700));
    await writer.flush();
    const first = readFileSync(file(name));
    await writer.append(patternMessages(700, 900), patternIoGroups(700, 900));
    await writer.flush();
    return [first, readFileSync(file(name))];
  }

  /** Places of the collections that a second flush wrote on. */
  function rewritten(first: Buffer, second: Buffer): [start: number, stop: number][] {
    const found: [number, number][] = [];
    for (let at = first.indexOf('GCOL'); at >= 0; at = first.indexOf('GCOL', at + 4)) {
      const stop = at + Number(first.readBigUInt64LE(at + 8));
      if (!first.subarray(at, stop).equals(second.subarray(at, stop))) found.push([at, stop]);
    }
    return found;
  }

  it('mends collections that the writer was writing on when it was killed', async () => {
    const [first, second] = await twoFlushes('torn');
    let mended = 0;
    for (const [start, stop] of rewritten(first, second)) {
      // The system writes page by page.
      for (let tear = Math.ceil(start / 4096) * 4096; tear < stop; tear += 4096) {
        const torn = Buffer.from(first);
        second.copy(torn, start, start, tear);
        writeFileSync(file('torn copy'), torn);
        const { length, mendedCollections } = await repair(file('torn copy'), { adapter });
        expect(length).toBe(700);
        await expectPattern(file('torn copy'), 700);
        mended += mendedCollections.length;
      }
    }
    expect(mended).toBeGreaterThan(0);
    await append(file('torn copy'), 700, 1300);
    await expectPattern(file('torn copy'), 1300);
  });

  it('clears what was put into chunks behind the last message', async () => {
    const [first, second] = await twoFlushes('behind');
    // All of the second flush but the extents, which stand in the headers of the datasets before everything else.
    const mixed = Buffer.from(second);
    first.copy(mixed, 0, 0, first.indexOf('GCOL'));
    writeFileSync(file('mixed'), mixed);
    copyFileSync(file('mixed'), file('recovered only'));
    expect(await repair(file('mixed'), { adapter })).toMatchObject({ length: 700, isChanged: true });
    await expectPattern(file('mixed'), 700);
    await append(file('mixed'), 700, 1300);
    await expectPattern(file('mixed'), 1300);

    // Our writers do so too, for those who recovered the file like any other one.
    expect((await recoverFile(file('recovered only'))).outcome).toBe('recovered');
    await append(file('recovered only'), 700, 1300);
    await expectPattern(file('recovered only'), 1300);
  });

  it('says in a dry run what it would do, and changes nothing', async () => {
    const [first] = await twoFlushes('dry');
    writeFileSync(file('dry copy'), first);
    const before = digestOf(file('dry copy'));
    expect(await repair(file('dry copy'), { adapter, dryRun: true })).toMatchObject({
      recovery: { outcome: 'would-recover', formerWriter: 'swmr-writing' },
      length: 700,
      isChanged: true,
    });
    expect(digestOf(file('dry copy'))).toBe(before);
  });

  describe.runIf(python !== undefined)('after an h5py writer was killed', () => {
    async function killedAfter(name: string, half: 'write_messages' | 'write_headers'): Promise<void> {
      await append(file(name), 0, 1000);
      await using h5py = new H5pySteps();
      await h5py.hold(file(name), { swmr: false });
      await h5py.step('start_swmr');
      await h5py.half(half, { first: 1000, count: 200 });
      expect(await codeOf(repair(file(name), { adapter }))).toBe('FILE_LOCKED');
      await h5py.kill();
    }

    it.each([
      ['write_messages', 200, 0],
      ['write_headers', 0, 200],
    ] as const)('cuts what %s left without a partner', async (half, trimmedMessages, trimmedHeaders) => {
      await killedAfter(half, half);
      expect(await repair(file(half), { adapter })).toMatchObject({ length: 1000, trimmedMessages, trimmedHeaders });
      await expectPattern(file(half), 1000);
      await append(file(half), 1000, 1100);
      await using h5py = new H5pySteps();
      await h5py.appendCalls(file(half), 1100, 2300, 400);
      expect(await h5py.digest(file(half))).toEqual(patternDigest(2300));
      await expectPattern(file(half), 2300);
    });

    it('opens a file again whose writer had not begun SWMR mode', async () => {
      await append(file('plain'), 0, 300);
      await using h5py = new H5pySteps();
      await h5py.hold(file('plain'), { swmr: false });
      await h5py.kill();
      expect(await codeOf(fromRawFile(file('plain'), { adapter, retryBudgetMs: 0 }))).toBe('NOT_SWMR_READABLE');
      expect((await repair(file('plain'), { adapter, dryRun: true })).length).toBeUndefined();
      expect(await repair(file('plain'), { adapter })).toMatchObject({
        recovery: { formerWriter: 'writing' },
        length: 300,
        isChanged: true,
      });
      await expectPattern(file('plain'), 300);
    });
  });
});
