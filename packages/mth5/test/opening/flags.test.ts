import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File, type OpenMth5Options } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf } from '../five-channels.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';
import { RecordedCopies } from './recorded-copies.js';

const place = { survey: 'demo', station: 'mt01', run: 'a' } as const;
const versions = ['0.2.0', '0.1.0'] as const;

interface Flags {
  readonly isSwmrMode: boolean;
  readonly isWritable: boolean;
  readonly isReadable: boolean;
  readonly status: Mth5File['status'];
}

function flagsOf(file: Mth5File): Flags {
  return {
    isSwmrMode: file.isSwmrMode(),
    isWritable: file.isWritable(),
    isReadable: file.isReadable(),
    status: file.status,
  };
}

const swmrWriter: Flags = { isSwmrMode: true, isWritable: true, isReadable: true, status: 'open' };
const swmrReader: Flags = { isSwmrMode: true, isWritable: false, isReadable: true, status: 'open' };
const writer: Flags = { isSwmrMode: false, isWritable: true, isReadable: true, status: 'open' };
const reader: Flags = { isSwmrMode: false, isWritable: false, isReadable: true, status: 'open' };
const closed: Flags = { isSwmrMode: false, isWritable: false, isReadable: false, status: 'closed' };

describe.each(testBackends)('what an open file says of itself, with $name', ({ name, createAdapter }) => {
  const scratch = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  describe.each(versions)('version %s', (version) => {
    let count = 0;

    const copies = new RecordedCopies(() => scratch(`${name} ${version} ${++count}.h5`));
    const recorded = (): Promise<string> => copies.make(adapter, version);

    const open = (path: string, options: Partial<OpenMth5Options>): Promise<Mth5File> =>
      openMth5(path, { adapter, flush: { seconds: Infinity }, ...options });
    const append = async (file: Mth5File, first: number): Promise<void> => {
      await (await file.run(place)).append(blockOf(first, 50));
    };
    const lengthFor = async (path: string): Promise<number> => {
      await using file = await open(path, { mode: 'r', swmr: true });
      return await (await file.channel('demo/mt01/a/ex')).length();
    };

    it('as a writer in SWMR mode: all three, and flush makes samples visible', async () => {
      const file = await open(await recorded(), { mode: 'a' });
      expect(flagsOf(file)).toEqual(writer);
      await file.startSwmr();
      expect(flagsOf(file)).toEqual(swmrWriter);
      await file.startSwmr();
      expect(flagsOf(file)).toEqual(swmrWriter);
      expect(await lengthFor(file.path)).toBe(100);
      await append(file, 100);
      expect(await lengthFor(file.path)).toBe(100);
      await file.flush();
      expect(await lengthFor(file.path)).toBe(150);
      await file.close();
      expect(flagsOf(file)).toEqual(closed);
    });

    it.each(['a', 'r+'] as const)('as a writer that opens with mode %s in SWMR mode: all three', async (mode) => {
      await using file = await open(await recorded(), { mode, swmr: true });
      expect(flagsOf(file)).toEqual(swmrWriter);
      await append(file, 100);
      await file.flush();
      expect(await lengthFor(file.path)).toBe(150);
      expect(flagsOf(file)).toEqual(swmrWriter);
    });

    it('as a writer in SWMR mode whose structure changes: all three before and afterwards', async () => {
      await using file = await open(await recorded(), { mode: 'a', swmr: true });
      await (await file.survey('demo')).addStation('mt02');
      expect(flagsOf(file)).toEqual(swmrWriter);
    });

    it('as a reader in SWMR mode: it is one and reads, and flush does nothing', async () => {
      const path = await recorded();
      await using file = await open(path, { mode: 'r', swmr: true });
      expect(flagsOf(file)).toEqual(swmrReader);
      const before = digestOf(path);
      await file.flush();
      expect(digestOf(path)).toBe(before);
      expect(await codeOf(append(file, 100))).toBe('READ_ONLY');
      expect(await codeOf(file.startSwmr())).toBe('READ_ONLY');
      expect(flagsOf(file)).toEqual(swmrReader);
      await file.close();
      expect(flagsOf(file)).toEqual(closed);
      expect(digestOf(path)).toBe(before);
    });

    it('as a plain reader: it reads, and flush does nothing', async () => {
      const path = await recorded();
      await using file = await open(path, { mode: 'r' });
      expect(flagsOf(file)).toEqual(reader);
      const before = digestOf(path);
      await file.flush();
      expect(digestOf(path)).toBe(before);
      expect(await codeOf((await file.survey('demo')).addStation('mt02'))).toBe('READ_ONLY');
      await file.close();
      expect(flagsOf(file)).toEqual(closed);
    });

    it.each(['a', 'r+'] as const)(
      'as a plain writer with mode %s: it writes and reads, and flush writes',
      async (mode) => {
        const path = await recorded();
        await using file = await open(path, { mode });
        expect(flagsOf(file)).toEqual(writer);
        const before = digestOf(path);
        await append(file, 100);
        expect(digestOf(path)).toBe(before);
        await file.flush();
        expect(digestOf(path)).not.toBe(before);
        expect((await (await file.channel('demo/mt01/a/hz')).read()).samples).toEqual(blockOf(0, 150)['hz']);
      },
    );

    it.each(['w', 'x', 'w-', 'a'] as const)('as who creates it with mode %s: it writes and reads', async (mode) => {
      await using file = await open(scratch(`${name} ${version} ${mode}.h5`), { mode, version });
      expect(flagsOf(file)).toEqual(writer);
      expect(file.version).toBe(version);
      await file.flush();
    });

    it('when it is closed: nothing; flush and close do nothing, and anything else says that it is closed', async () => {
      for (const options of [
        { mode: 'r' },
        { mode: 'r', swmr: true },
        { mode: 'a' },
        { mode: 'a', swmr: true },
      ] as const) {
        const path = await recorded();
        const file = await open(path, options);
        const [survey, run] = [await file.survey('demo'), await file.run(place)];
        const channel = await run.channel('ex');
        await Promise.all([file.close(), file.close()]);
        const before = digestOf(path);
        expect(flagsOf(file)).toEqual(closed);
        await file.flush();
        await file.close();
        expect(flagsOf(file)).toEqual(closed);
        expect([file.version, file.path]).toEqual([version, path]);
        const codes = await Promise.all(
          [
            file.startSwmr(),
            file.surveys(),
            file.survey('demo'),
            file.run(place),
            file.channel('demo/mt01/a/ex'),
            file.summary(),
            file.runSummary(),
            file.isRecording(),
            survey.stations(),
            survey.metadata(),
            run.channels(),
            run.read(),
            channel.length(),
            channel.read(),
            channel.dtype(),
            channel.follow(),
          ].map(codeOf),
        );
        const notOpen = options.mode === 'r' ? 'READ_ONLY' : 'CLOSED';
        expect(codes).toEqual([notOpen, ...Array<string>(codes.length - 1).fill('CLOSED')]);
        expect(await codeOf(run.append(blockOf(100, 1)))).toBe(notOpen);
        expect(await codeOf(survey.addStation('mt02'))).toBe(notOpen);
        expect(digestOf(path)).toBe(before);
      }
    });
  });
});
