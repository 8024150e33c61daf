/** Who may open a file while, or after, another process has it open: what HDF5 does to h5py, and what becomes of it here. */
import { copyFileSync } from 'node:fs';
import { isHdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, recoverMth5, type Mth5File, type Mth5Mode } from '@h5tail/mth5';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, components } from '../five-channels.js';
import { makeForeign, python } from '../recovery/damage-steps.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';
import { H5pySide } from './h5py-side.js';
import { RecordedCopies, recorded } from './recorded-copies.js';
import { RecordingSide } from './recording-side.js';

/** A file of MTH5 that h5py has made, and one of ours, with a channel of it. */
const makers = [
  { of: 'MTH5', survey: 'test', station: 'mt001' },
  { of: 'ours', survey: 'demo', station: 'mt01' },
] as const;
type Maker = (typeof makers)[number];

const channelOf = ({ survey, station }: Maker): string => `/Experiment/Surveys/${survey}/Stations/${station}/a/hx`;

interface Refusal {
  readonly code: string;
  readonly message: string;
}

describe.runIf(process.platform === 'linux' && python !== undefined).each(testBackends)(
  'what another process finds that opens a file, with $name',
  ({ name, createAdapter }) => {
    const scratch = scratchFolder();
    const program = bundledProgram(new URL('../programs/record-steps.ts', import.meta.url), 'record-steps');
    let adapter: Hdf5Adapter;
    let count = 0;
    let h5py: H5pySide;
    let writer: RecordingSide;
    beforeAll(async () => {
      adapter = await createAdapter();
      h5py = new H5pySide();
      writer = new RecordingSide(program(), name);
      foreign = newPath();
      makeForeign(foreign, '--samples', String(recorded), '--rate', '100');
    });
    afterEach(() => Promise.all([h5py.close(), writer.step({ do: 'close' })]));
    afterAll(() => Promise.all([h5py.kill(), writer.kill()]));

    const newPath = (): string => scratch(`${name} ${++count}.h5`);

    const copies = new RecordedCopies(newPath);
    let foreign: string;

    /** Five channels of 100 samples each, closed. */
    async function made(maker: Maker): Promise<string> {
      if (maker.of === 'ours') return copies.make(adapter);
      const path = newPath();
      copyFileSync(foreign, path);
      return path;
    }

    const open = (path: string, mode: Mth5Mode, swmr: boolean, ignoreLocks = false): Promise<Mth5File> =>
      openMth5(path, { adapter, mode, swmr, ignoreLocks });

    async function refusal(path: string, mode: Mth5Mode, swmr: boolean): Promise<Refusal> {
      const error: unknown = await open(path, mode, swmr).then(
        (file) => file.close(),
        (reason: unknown) => reason,
      );
      if (!isHdf5Error(error)) throw new Error(`no coded error: ${String(error)}`);
      return { code: error.code, message: error.message };
    }

    async function samplesOf(path: string, channel: string, swmr: boolean): Promise<number[]> {
      await using file = await open(path, 'r', swmr);
      const { samples } = await (await file.channel(channel)).read();
      return [...samples].map(Number);
    }

    const hx = (length: number): number[] => [...(blockOf(0, length)['hx'] as Int32Array)];

    /** Plain readers and all writers are told that a writer is alive, and which. */
    async function expectAlive(path: string, whom: RegExp): Promise<void> {
      const before = digestOf(path);
      const attempts = [
        ['r', false],
        ['r+', false],
        ['a', false],
        ['r+', true],
        ['a', true],
      ] as const;
      for (const [mode, swmr] of attempts) {
        const { code, message } = await refusal(path, mode, swmr);
        expect([mode, swmr, code]).toEqual([mode, swmr, 'FILE_LOCKED']);
        expect(message).toMatch(whom);
        expect(message).toContain('another program writes the file');
        expect(message).not.toContain('recover');
        expect(message.includes('Open it with swmr: true')).toBe(mode === 'r');
      }
      expect(digestOf(path)).toBe(before);
    }

    describe('while a writer in SWMR mode is alive', () => {
      it('that is ours, reads what it has flushed, and is told by name why it may not do more', async () => {
        const path = newPath();
        expect((await writer.step({ do: 'create', path, flushSamples: 50 })).code).toBe('done');
        expect(await writer.step({ do: 'append', first: 0, count: 200, per: 50 })).toMatchObject({
          code: 'done',
          durable: 200,
        });
        await using reader = await open(path, 'r', true);
        const channel = await reader.channel('demo/mt01/a/hx');
        expect([...(await channel.read()).samples]).toEqual(hx(200));
        expect(await reader.isRecording()).toBe(true);
        await expectAlive(path, /process \d+ .*record-steps.* has it open for writing/);
        expect((await writer.step({ do: 'append', first: 200, count: 50, per: 50 })).durable).toBe(250);
        expect([...(await channel.read()).samples]).toEqual(hx(250));
        expect((await reader.summary()).map(({ n_samples }) => n_samples)).toEqual([250, 250, 250, 250, 250]);

        expect(await h5py.open(path)).toMatch(/^(?:OSError|BlockingIOError): /);
        expect(await h5py.open(path, { mode: 'r+' })).toMatch(/^(?:OSError|BlockingIOError): /);
        expect(await h5py.open(path, { swmr: true })).toBe(null);
        expect(await h5py.read(channel.path)).toEqual(hx(250));
        expect((await writer.step({ do: 'append', first: 250, count: 50, per: 50 })).durable).toBe(300);
        expect(await h5py.read(channel.path)).toEqual(hx(300));
        expect((await h5py.table()).map(({ n_samples }) => n_samples)).toEqual([300, 300, 300, 300, 300]);
        expect((await writer.step({ do: 'close' })).code).toBe('done');
        expect(await reader.isRecording()).toBe(false);
        expect([...(await channel.read()).samples]).toEqual(hx(300));
      });

      it.each(makers)('that is h5py, in a file of $of, the same', async (maker) => {
        const path = await made(maker);
        expect(await h5py.open(path, { mode: 'r+', start: true })).toBe(null);
        const dataset = channelOf(maker);
        const before = await h5py.read(dataset);
        await using reader = await open(path, 'r', true);
        const channel = await reader.channel(dataset);
        await expectAlive(path, /process \d+ .*python.* has it open for writing/);
        await h5py.append(dataset, [-1, -2, -3]);
        expect([...(await channel.read()).samples]).toEqual([...before, -1, -2, -3]);
        const told = async (): Promise<number | undefined> =>
          (await reader.summary()).find(({ component }) => component === 'hx')?.n_samples;
        expect(await told()).toBe(recorded + 3);
        expect(await reader.isRecording()).toBe(true);
        await h5py.append(dataset, [-4]);
        expect(await told()).toBe(recorded + 4);
        await h5py.close();
        expect([await told(), await reader.isRecording()]).toEqual([recorded + 4, false]);
      });
    });

    describe.each([
      ['SWMR', true],
      ['plain', false],
    ] as const)('while a %s reader is there', (_kind, swmr) => {
      it.each(makers)(
        'that is h5py and locks a file of $of, a session is told so, or not kept from it',
        async (maker) => {
          const path = await made(maker);
          expect(await h5py.open(path, { swmr })).toBe(null);
          const before = await h5py.read(channelOf(maker));
          const digest = digestOf(path);
          if (name === 'native') {
            for (const [mode, asSession] of [
              ['a', true],
              ['r+', true],
              ['a', false],
            ] as const) {
              const { code, message } = await refusal(path, mode, asSession);
              expect(code).toBe('FILE_LOCKED');
              expect(message).toContain('a program that reads the file has a lock on it');
              expect(message).toContain('ignoreLocks');
              expect(message).not.toContain('recover');
            }
            expect(digestOf(path)).toBe(digest);
          }
          await using session = await open(path, 'a', true, name === 'native');
          expect(session.isSwmrMode()).toBe(true);
          await (
            await session.run({ ...maker, run: 'a' })
          ).append(Object.fromEntries(components.map((component) => [component, [-1, -2]])));
          await session.flush();
          await using reader = await open(path, 'r', true);
          expect([...(await (await reader.channel(channelOf(maker))).read()).samples]).toEqual([...before, -1, -2]);
          // Who reads with SWMR sees it grow.
          if (swmr) expect(await h5py.read(channelOf(maker))).toEqual([...before, -1, -2]);
          await session.close();
          await h5py.close();
          expect(await samplesOf(path, channelOf(maker), false)).toEqual([...before, -1, -2]);
        },
      );

      it('that is h5py and does not lock, a session begins', async () => {
        const path = await made(makers[1]);
        await using unlocked = new H5pySide(false);
        expect(await unlocked.open(path, { swmr })).toBe(null);
        await using session = await open(path, 'a', true);
        expect(session.isSwmrMode()).toBe(true);
      });

      it('that is ours, a session begins, and readers see it', async () => {
        const path = await made(makers[1]);
        await using reader = await open(path, 'r', swmr);
        expect((await reader.summary())[0]?.n_samples).toBe(recorded);
        expect(await writer.step({ do: 'open', path })).toMatchObject({ code: 'done', message: '' });
        await writer.step({ do: 'append', first: recorded, count: 50, per: 50 });
        await writer.step({ do: 'flush' });
        if (swmr) {
          expect((await reader.summary())[0]?.n_samples).toBe(recorded + 50);
          expect([...(await (await reader.channel('demo/mt01/a/hx')).read()).samples]).toEqual(hx(recorded + 50));
        }
        expect((await writer.step({ do: 'close' })).code).toBe('done');
        expect(await samplesOf(path, 'demo/mt01/a/hx', false)).toEqual(hx(recorded + 50));
      });
    });

    describe('while a plain writer is alive', () => {
      it.each(makers)('that is h5py, in a file of $of, nobody else opens it', async (maker) => {
        const path = await made(maker);
        expect(await h5py.open(path, { mode: 'r+' })).toBe(null);
        await h5py.append(channelOf(maker), [-1]);
        const { code, message } = await refusal(path, 'r', true);
        expect(code).toBe('NOT_SWMR_READABLE');
        expect(message).toContain('has not started SWMR mode');
        for (const [mode, swmr] of [
          ['r', false],
          ['a', false],
          ['a', true],
        ] as const) {
          const plain = await refusal(path, mode, swmr);
          expect(plain.code).toBe('FILE_LOCKED');
          expect(plain.message).toMatch(/another program writes the file: process \d+ .*python/);
          expect(plain.message).not.toContain('recover');
        }
        await h5py.close();
        expect((await samplesOf(path, channelOf(maker), true)).slice(recorded)).toEqual([-1]);
      });

      it('that is ours, nobody else opens it until its session begins', async () => {
        const path = await made(makers[1]);
        expect((await writer.step({ do: 'open', path, swmr: false })).code).toBe('done');
        expect((await refusal(path, 'r', true)).code).toBe('NOT_SWMR_READABLE');
        for (const mode of ['r', 'a'] as const) {
          const plain = await refusal(path, mode, false);
          expect(plain.code).toBe('FILE_LOCKED');
          expect(plain.message).toMatch(/another program writes the file: process \d+ .*record-steps/);
        }
        expect(await h5py.open(path, { swmr: true })).toMatch(/^(?:OSError|BlockingIOError): /);
        expect((await writer.step({ do: 'close' })).code).toBe('done');
        expect(await samplesOf(path, 'demo/mt01/a/hx', true)).toEqual(hx(recorded));
      });
    });

    /** Nobody but a reader in SWMR mode is let in, and is told what mends the file. */
    async function expectStale(path: string, isReadable: boolean): Promise<void> {
      const before = digestOf(path);
      for (const [mode, swmr] of [
        ['r', false],
        ['r+', false],
        ['a', true],
        ['w', false],
      ] as const) {
        const { code, message } = await refusal(path, mode, swmr);
        expect([mode, swmr, code]).toEqual([mode, swmr, 'FILE_LOCKED']);
        expect(message).toContain('the writer of the file was killed');
        expect(message).toContain('h5tail mth5 recover mends it');
        expect(message.includes('reading with SWMR works as it is')).toBe(isReadable);
      }
      expect(digestOf(path)).toBe(before);
    }

    describe('when a writer in SWMR mode was killed', () => {
      it('that was ours, all that it has flushed can be read, and the file is mended', async () => {
        const path = newPath();
        await using killed = new RecordingSide(program(), name);
        await killed.step({ do: 'create', path, flushSamples: 100 });
        expect((await killed.step({ do: 'append', first: 0, count: 730, per: 10 })).durable).toBe(700);
        await killed.kill();
        expect(await samplesOf(path, 'demo/mt01/a/hx', true)).toEqual(hx(700));
        expect(await h5py.open(path, { swmr: true })).toBe(null);
        expect(await h5py.read(channelOf(makers[1]))).toEqual(hx(700));
        await h5py.close();
        expect(await h5py.open(path)).toMatch(/^OSError: /);
        await expectStale(path, true);
        expect((await recoverMth5(path, { adapter })).recovery.formerWriter).toBe('swmr-writing');
        expect(await samplesOf(path, 'demo/mt01/a/hx', false)).toEqual(hx(700));
        expect(await h5py.open(path, { mode: 'r+' })).toBe(null);
      });

      it.each(makers)('that was h5py, in a file of $of, the same', async (maker) => {
        const path = await made(maker);
        await using killed = new H5pySide();
        await killed.open(path, { mode: 'r+', start: true });
        await killed.append(channelOf(maker), [-1, -2, -3]);
        const all = await killed.read(channelOf(maker));
        await killed.kill();
        expect(await samplesOf(path, channelOf(maker), true)).toEqual(all);
        await expectStale(path, true);
        expect((await recoverMth5(path, { adapter })).recovery.formerWriter).toBe('swmr-writing');
        expect(await samplesOf(path, channelOf(maker), false)).toEqual(all);
        await using session = await open(path, 'a', true);
        expect((await session.summary()).find(({ component }) => component === 'hx')?.n_samples).toBe(all.length);
      });
    });

    describe('when a plain writer was killed', () => {
      it('that was ours, nobody opens the file until it is mended', async () => {
        const path = await made(makers[1]);
        await using killed = new RecordingSide(program(), name);
        await killed.step({ do: 'open', path, swmr: false });
        await killed.step({ do: 'append', first: recorded, count: 50, per: 50 });
        expect((await killed.step({ do: 'flush' })).durable).toBe(recorded + 50);
        await killed.kill();
        const { code, message } = await refusal(path, 'r', true);
        expect([code, message]).toEqual(['NOT_SWMR_READABLE', expect.stringContaining('recover mends it')]);
        await expectStale(path, false);
        expect(await h5py.open(path, { swmr: true })).toMatch(/^OSError: /);
        expect((await recoverMth5(path, { adapter })).recovery.formerWriter).toBe('writing');
        expect(await samplesOf(path, 'demo/mt01/a/hx', false)).toEqual(hx(recorded + 50));
        expect(await h5py.open(path, { swmr: true })).toBe(null);
      });

      it.each(makers)('that was h5py, in a file of $of, the same', async (maker) => {
        const path = await made(maker);
        await using killed = new H5pySide();
        await killed.open(path, { mode: 'r+' });
        await killed.append(channelOf(maker), [-1, -2, -3]);
        const all = await killed.read(channelOf(maker));
        await killed.kill();
        expect((await refusal(path, 'r', true)).code).toBe('NOT_SWMR_READABLE');
        await expectStale(path, false);
        expect((await recoverMth5(path, { adapter })).recovery.formerWriter).toBe('writing');
        expect(await samplesOf(path, channelOf(maker), false)).toEqual(all);
      });
    });
  },
);
