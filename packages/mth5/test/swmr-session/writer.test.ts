/**
 * The writer's half of a session in SWMR mode, after the intents of the tests that MTH5 has for its own SWMR mode, with what these leave out: what
 * is appended, structure that is added meanwhile, and a second writer.
 *
 * Elsewhere: errors of modes and files of an older format in `../opening/modes.test.ts`; the flags in `../opening/flags.test.ts`; killed writers
 * in `../opening/truth-table.test.ts`. Left out: methods of an object that was never opened, which cannot be had here; that ten flushes take
 * less than five seconds, as times are no matter of tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { beginUndo, undoPath } from '@h5tail/local-file/recovery';
import { openMth5, serveSession, type Mth5File, type Mth5Version, type OpenMth5Options } from '@h5tail/mth5';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { ManualClock } from '../../../../tooling/typescript/manual-clock.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, components } from '../five-channels.js';
import { H5pySide } from '../opening/h5py-side.js';
import { RecordedCopies } from '../opening/recorded-copies.js';
import { RecordingSide } from '../opening/recording-side.js';
import { makeForeign, python } from '../recovery/damage-steps.js';
import { scratchFolder } from '../scratch-folder.js';

const start = '2026-11-20T12:00:00+00:00';
const place = { survey: 'demo', station: 'mt01', run: 'a' } as const;
const versions = ['0.2.0', '0.1.0'] as const;
const never = { seconds: Infinity } as const;
const superblockVersion = (path: string): number => readFileSync(path)[8] as number;
const writerFlags = (path: string): number => readFileSync(path)[11] as number;
const hx = (first: number, count: number): number[] => [...(blockOf(first, count)['hx'] as Int32Array)];

describe.each(testBackends)('a writer in SWMR mode on $name', ({ name, createAdapter }) => {
  const scratch = scratchFolder();
  let adapter: Hdf5Adapter;
  let count = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const newPath = (): string => scratch(`${name} ${++count}.h5`);

  const copies = new RecordedCopies(newPath);
  const recorded = (version: Mth5Version = '0.2.0'): Promise<string> => copies.make(adapter, version);

  const open = (path: string, options: Partial<OpenMth5Options> = {}): Promise<Mth5File> =>
    openMth5(path, { adapter, flush: never, ...options });
  const counts = async (file: Mth5File): Promise<number[]> => (await file.summary()).map(({ n_samples }) => n_samples);
  const five = (samples: number): number[] => Array<number>(5).fill(samples);

  describe.each(versions)('of version %s', (version) => {
    it.each(['a', 'r+'] as const)('begins with mode %s, and keeps the version', async (mode) => {
      const path = await recorded(version);
      await using file = await open(path, { mode, swmr: true });
      expect([file.isSwmrMode(), file.version, writerFlags(path)]).toEqual([true, version, 5]);
      await file.close();
      await using again = await open(path, { mode: 'r' });
      expect([again.version, writerFlags(path)]).toEqual([version, 0]);
    });

    it('flushes, and its tables have their rows', async () => {
      await using file = await open(await recorded(version), { mode: 'a', swmr: true });
      const run = await file.run(place);
      await run.append(blockOf(100, 60));
      await file.flush();
      const channels = await file.summary();
      expect(channels.map(({ component, n_samples, has_data }) => [component, n_samples, has_data])).toEqual(
        components.map((component) => [component, 160, true]),
      );
      expect(channels[0]).toMatchObject({
        survey: 'demo',
        station: 'mt01',
        run: 'a',
        start,
        sample_rate: 100,
        latitude: 40.5,
      });
      expect(channels[0]?.end).toBe('2026-11-20T12:00:01.590000+00:00');
      const runs = await file.runSummary();
      expect(runs).toMatchObject([
        {
          station: 'mt01',
          run: 'a',
          n_samples: 160,
          duration: 1.59,
          sample_rate: 100,
          has_data: true,
          input_channels: ['hx', 'hy'],
          output_channels: ['ex', 'ey', 'hz'],
          mth5_path: file.path,
        },
      ]);
    });

    it('leaves a run that a plain opening lists', async () => {
      const path = await recorded(version);
      const file = await open(path, { mode: 'a', swmr: true });
      await (await file.run(place)).append(blockOf(100, 20));
      await file.close();
      for (const mode of ['r', 'r+', 'a'] as const) {
        await using plain = await open(path, { mode });
        const station = await (await plain.survey('demo')).station('mt01');
        expect([await station.runs(), await (await station.run('a')).channels()]).toEqual([['a'], [...components]]);
        expect(await counts(plain)).toEqual(five(120));
      }
    });
  });

  it('keeps what is written between ten flushes, and shows it at each of them', async () => {
    await using file = await open(await recorded(), { mode: 'a', swmr: true });
    await using reader = await open(file.path, { mode: 'r', swmr: true });
    const channel = await reader.channel('demo/mt01/a/hx');
    const run = await file.run(place);
    for (let flush = 1; flush <= 10; flush++) {
      await run.append(blockOf(flush * 100, 100));
      await file.flush();
      expect(await counts(reader)).toEqual(five(100 + flush * 100));
    }
    expect([...(await channel.read()).samples]).toEqual(hx(0, 1100));
    await file.flush();
    await file.flush();
    expect(await channel.length()).toBe(1100);
  });

  it('appends to one channel', async () => {
    await using file = await open(await recorded(), { mode: 'a', swmr: true });
    const channel = await file.channel('demo/mt01/a/hx');
    expect(await channel.append(Int32Array.from(hx(100, 3)), { start: '2026-11-20T12:00:01' })).toEqual({
      run: 'a',
      first: 100,
      filled: 0,
    });
    await file.flush();
    expect([...(await channel.read({ from: 98 })).samples]).toEqual(hx(98, 5));
    expect(await counts(file)).toEqual([100, 100, 103, 100, 100]);
  });

  it('begins although objects of the file were opened and their attributes read', async () => {
    const path = await recorded();
    await using file = await open(path, { mode: 'a' });
    const survey = await file.survey('demo');
    const station = await survey.station('mt01');
    const run = await station.run('a');
    const opened = await Promise.all((await run.channels()).map((channel) => run.channel(channel)));
    await Promise.all([survey.metadata(), station.metadata(), run.metadata(), ...opened.map((one) => one.metadata())]);
    await Promise.all([file.summary(), ...opened.map((one) => one.read())]);
    await file.startSwmr();
    expect(file.isSwmrMode()).toBe(true);
    await run.append(blockOf(100, 10));
    await file.flush();
    expect([...(await (opened[2] as (typeof opened)[0]).read({ from: 100 })).samples]).toEqual(hx(100, 10));
  });

  it('does not stay in SWMR mode when the file is opened again, and can begin again', async () => {
    const path = await recorded();
    await (await open(path, { mode: 'a', swmr: true })).close();
    await using plain = await open(path, { mode: 'a' });
    expect([plain.isSwmrMode(), writerFlags(path)]).toEqual([false, 1]);
    await (await plain.survey('demo')).addStation('mt02');
    await plain.startSwmr();
    expect([plain.isSwmrMode(), writerFlags(path)]).toEqual([true, 5]);
    await plain.close();
    expect(writerFlags(path)).toBe(0);
  });

  describe('in a block', () => {
    it('is closed at its end, with all that waited', async () => {
      const path = await recorded();
      let left: Mth5File;
      {
        await using file = await open(path, { mode: 'a', swmr: true });
        left = file;
        await (await file.run(place)).append(blockOf(100, 7));
      }
      expect([left.status, left.isSwmrMode(), writerFlags(path)]).toEqual(['closed', false, 0]);
      await left.flush();
      await using file = await open(path, { mode: 'r' });
      expect([...(await (await file.channel('demo/mt01/a/hx')).read()).samples]).toEqual(hx(0, 107));
    });

    it('is closed when the block fails, and what it had taken is kept', async () => {
      const path = await recorded();
      const failing = async (): Promise<void> => {
        await using file = await open(path, { mode: 'a', swmr: true });
        await (await file.run(place)).append(blockOf(100, 7));
        throw new Error('the instrument is gone');
      };
      await expect(failing()).rejects.toThrow('the instrument is gone');
      expect(writerFlags(path)).toBe(0);
      await using file = await open(path, { mode: 'r' });
      expect(await counts(file)).toEqual(five(107));
    });
  });

  it('is of superblock 3 in either version, whoever has made the file in the bounds of HDF5 1.10', async () => {
    for (const version of versions) expect(superblockVersion(await recorded(version))).toBe(3);
    const path = newPath();
    await (await open(path)).close();
    expect(superblockVersion(path)).toBe(3);
  });

  describe('with options', () => {
    it('flushes by number, and says what is durable', async () => {
      const told: (readonly [string, number])[] = [];
      await using file = await open(await recorded(), {
        mode: 'a',
        swmr: true,
        flush: { samples: 10, seconds: Infinity },
        onDurable: (channels) => told.push(...channels.map(({ path, samples }) => [path, samples] as const)),
      });
      const channel = await file.channel('demo/mt01/a/hx');
      await channel.append(Int32Array.from(hx(100, 9)));
      expect(told).toEqual([]);
      await channel.append(Int32Array.from(hx(109, 1)));
      expect(told).toEqual([[channel.path, 110]]);
    });

    it('flushes by the clock it is given', async () => {
      const clock = new ManualClock();
      let durable: () => void = () => undefined;
      const flushed = new Promise<void>((resolve) => (durable = resolve));
      await using file = await open(await recorded(), {
        mode: 'a',
        swmr: true,
        clock,
        flush: { seconds: 60 },
        onDurable: () => {
          durable();
        },
      });
      await using reader = await open(file.path, { mode: 'r', swmr: true });
      await (await file.run(place)).append(blockOf(100, 5));
      expect([clock.sleepers, await counts(reader)]).toEqual([1, five(100)]);
      clock.advance(60_000);
      await flushed;
      expect(await counts(reader)).toEqual(five(105));
    });

    it('fills gaps as it is told', async () => {
      await using file = await open(await recorded(), { mode: 'a', swmr: true, gaps: { fill: -7 } });
      const channel = await file.channel('demo/mt01/a/hx');
      expect(await channel.append([1, 2], { start: '2026-11-20T12:00:01.03' })).toMatchObject({
        first: 103,
        filled: 3,
      });
      await file.flush();
      expect([...(await channel.read({ from: 99 })).samples]).toEqual([...hx(99, 1), -7, -7, -7, 1, 2]);
    });

    it('refuses what makes no sense, before it touches the file', async () => {
      const path = newPath();
      const wrong: Partial<OpenMth5Options>[] = [
        { flush: { samples: 0 } },
        { flush: { samples: NaN } },
        { flush: { seconds: -1 } },
        { gaps: { window: 0 } },
        { gaps: { maxSeconds: -1 } },
      ];
      for (const options of wrong) expect(await codeOf(open(path, { mode: 'w', ...options }))).toBe('RangeError');
      expect(await codeOf(open(path, { mode: 'w', gaps: { fill: 'zero' as 'nan' } }))).toBe('TypeError');
      expect(await codeOf(open(path, { mode: 'r' }))).toBe('FILE_NOT_FOUND');
    });
  });

  describe('beside a second writer', () => {
    const attempts = [
      ['a', true],
      ['r+', true],
      ['a', false],
      ['w', false],
    ] as const;

    it.each(attempts)('in the same process, mode %s and SWMR %s, refuses that and goes on', async (mode, swmr) => {
      await using file = await open(await recorded(), { mode: 'a', swmr: true });
      const run = await file.run(place);
      await run.append(blockOf(100, 5));
      expect(await codeOf(open(file.path, { mode, swmr }))).toBe('FILE_LOCKED');
      await run.append(blockOf(105, 5));
      await file.close();
      await using reader = await open(file.path, { mode: 'r' });
      expect([...(await (await reader.channel('demo/mt01/a/hx')).read()).samples]).toEqual(hx(0, 110));
    });

    it('of the same process on another backend, refuses that', async () => {
      await using file = await open(await recorded(), { mode: 'a', swmr: true });
      for (const other of testBackends) {
        const another = await other.createAdapter();
        expect(await codeOf(openMth5(file.path, { adapter: another, mode: 'a', swmr: true }))).toBe('FILE_LOCKED');
      }
      expect(writerFlags(file.path)).toBe(5);
    });

    it('that would replace the file, keeps what would undo a change that is under way', async () => {
      const path = await recorded();
      const journal = await beginUndo(path, { keepOut: [] });
      await using changing = await openFile(path, { adapter, mode: 'r+' });
      const bytes = readFileSync(undoPath(path));
      expect(await codeOf(open(path, { mode: 'w' }))).toBe('FILE_LOCKED');
      expect(readFileSync(undoPath(path))).toEqual(bytes);
      await changing.close();
      await journal.done();
      await using reader = await open(path, { mode: 'r' });
      expect(await counts(reader)).toEqual(five(100));
    });

    it('that would replace the file of a killed one, forgets what would undo its change', async () => {
      const path = await recorded();
      await beginUndo(path, { keepOut: [] });
      await (await open(path, { mode: 'w' })).close();
      expect(existsSync(undoPath(path))).toBe(false);
      await using file = await open(path, { mode: 'a', swmr: true });
      expect([await file.surveys(), await file.summary()]).toEqual([[], []]);
    });

    it('is told by name, whatever that wants to do', async () => {
      await using file = await open(await recorded(), { mode: 'a', swmr: true });
      for (const mode of ['r', 'a', 'w'] as const) {
        await expect(open(file.path, { mode })).rejects.toThrow('another program writes the file: process');
      }
      await using _owner = await serveSession(file);
      for (const mode of ['a', 'w'] as const) {
        await expect(open(file.path, { mode })).rejects.toThrow('another program records into the file');
      }
    });

    it('in the same process, also before SWMR mode, refuses that', async () => {
      await using file = await open(await recorded(), { mode: 'a' });
      expect(await codeOf(open(file.path, { mode: 'a', swmr: true }))).toBe('FILE_LOCKED');
      expect(await codeOf(open(file.path, { mode: 'w' }))).toBe('FILE_LOCKED');
      await file.startSwmr();
      expect(await counts(file)).toEqual(five(100));
    });
  });

  describe.runIf(process.platform === 'linux' && python !== undefined)('beside other processes', () => {
    const program = bundledProgram(new URL('../programs/record-steps.ts', import.meta.url), 'record-steps');
    let h5py: H5pySide;
    beforeAll(() => {
      h5py = new H5pySide();
    });
    afterEach(() => h5py.close());
    afterAll(() => h5py.kill());

    it('refuses a second writer there, and goes on', async () => {
      await using file = await open(await recorded(), { mode: 'a', swmr: true });
      const run = await file.run(place);
      await run.append(blockOf(100, 5));
      await using other = new RecordingSide(program(), name);
      expect(await other.step({ do: 'open', path: file.path })).toMatchObject({ code: 'FILE_LOCKED' });
      expect(await other.step({ do: 'open', path: file.path, ignoreLocks: true })).toMatchObject({
        code: 'FILE_LOCKED',
      });
      expect(await h5py.open(file.path, { mode: 'r+', start: true })).toMatch(/^(?:OSError|BlockingIOError): /);
      await run.append(blockOf(105, 5));
      await file.close();
      expect(await other.step({ do: 'open', path: file.path })).toMatchObject({ code: 'done' });
      await other.step({ do: 'append', first: 110, count: 10, per: 10 });
      await other.step({ do: 'close' });
      await using reader = await open(file.path, { mode: 'r' });
      expect([...(await (await reader.channel('demo/mt01/a/hx')).read()).samples]).toEqual(hx(0, 120));
    });

    it('records into a plain file of another program, in the bounds of HDF5 1.10', async () => {
      const path = newPath();
      makeForeign(path, '--samples', '50');
      expect(superblockVersion(path)).toBe(3);
      await using file = await open(path, { mode: 'a', swmr: true });
      const run = await file.run({ survey: 'test', station: 'mt001', run: 'a' });
      await run.append(Object.fromEntries(components.map((component) => [component, [1, 2]])));
      await file.flush();
      expect(await h5py.open(path, { swmr: true })).toBe(null);
      expect((await h5py.read((await run.channel('hx')).path)).slice(48)).toHaveLength(4);
      expect((await h5py.table()).map(({ n_samples }) => n_samples)).toEqual(five(52));
    });

    it.each(versions)('leaves a file of version %s that h5py reads, with its table', async (version) => {
      const path = await recorded(version);
      const file = await open(path, { mode: 'a', swmr: true });
      const added = await (await (await file.survey('demo')).addStation('mt02')).addRun('b');
      await added.addChannel('temperature', { sampleRate: 1, dtype: 'f8' });
      await added.append({ temperature: [20.5, 21] }, { start });
      await file.close();
      expect(superblockVersion(path)).toBe(3);
      expect(await h5py.open(path)).toBe(null);
      expect(
        (await h5py.table()).map((row) => [row['station'], row['component'], row['n_samples'], row['end']]),
      ).toEqual([
        ...components.map((component) => ['mt01', component, 100, '2026-11-20T12:00:00.990000+00:00']),
        ['mt02', 'temperature', 2, '2026-11-20T12:00:01+00:00'],
      ]);
      const root = version === '0.1.0' ? '/Survey' : '/Experiment/Surveys/demo';
      expect(await h5py.read(`${root}/Stations/mt02/b/temperature`)).toEqual([20.5, 21]);
      expect(await h5py.read(`${root}/Stations/mt01/a/hx`)).toEqual(hx(0, 100));
    });
  });
});
