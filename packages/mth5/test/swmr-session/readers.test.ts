/**
 * The readers' half of a session in SWMR mode, after the intents of the tests that MTH5 has for its own SWMR mode, and after what its
 * documentation says of it, where MTH5 does otherwise: additions are seen, tables grow, nothing hangs, nothing is lost.
 *
 * Rows of the documentation that make no sense here: how deleting fails, as nothing is deleted here; copying files to migrate them, and checks
 * of the bounds of the library, as files are made fit for sessions from the beginning; the flags are in `../opening/flags.test.ts`.
 */
import { execFileSync } from 'node:child_process';
import { dtypes, type Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File, type Mth5Version, type OpenMth5Options } from '@h5tail/mth5';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, components } from '../five-channels.js';
import { H5pySide } from '../opening/h5py-side.js';
import { RecordedCopies } from '../opening/recorded-copies.js';
import { python } from '../recovery/damage-steps.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';

const place = { survey: 'demo', station: 'mt01', run: 'a' } as const;
const versions = ['0.2.0', '0.1.0'] as const;
const surveyRoot = { '0.2.0': '/Experiment/Surveys/demo', '0.1.0': '/Survey' } as const;
const hx = (first: number, count: number): number[] => [...(blockOf(first, count)['hx'] as Int32Array)];
const five = (samples: number): number[] => Array<number>(5).fill(samples);

describe.each(testBackends)('readers of a session on $name', ({ name, createAdapter }) => {
  const scratch = scratchFolder();
  let adapter: Hdf5Adapter;
  let count = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const copies = new RecordedCopies(() => scratch(`${name} ${++count}.h5`));
  const recorded = (version?: Mth5Version): Promise<string> => copies.make(adapter, version);
  const open = (path: string, options: Partial<OpenMth5Options> = {}): Promise<Mth5File> =>
    openMth5(path, { adapter, flush: { seconds: Infinity }, ...options });
  const read = (path: string): Promise<Mth5File> => open(path, { mode: 'r', swmr: true });
  const session = (path: string): Promise<Mth5File> => open(path, { mode: 'a', swmr: true });
  const counts = async (file: Mth5File): Promise<number[]> => (await file.summary()).map(({ n_samples }) => n_samples);

  /** Appends to the five channels, and flushes. */
  async function record(file: Mth5File, first: number, samples: number): Promise<void> {
    await (await file.run(place)).append(blockOf(first, samples));
    await file.flush();
  }

  it.each([
    ['f4', Float32Array, dtypes.float32],
    ['f8', Float64Array, dtypes.float64],
  ] as const)('read 1000 samples of %s in one process with the writer', async (dtype, array, stored) => {
    await using file = await open(scratch(`${name} ${dtype}.h5`), { mode: 'w' });
    const run = await (await (await file.addSurvey('demo')).addStation('mt01')).addRun('a');
    const written = Array.from({ length: 1000 }, (_, index) => index / 8 - 31);
    const channel = await run.addChannel('ex', { sampleRate: 8, dtype });
    await channel.append(written, { start: '2026-11-20T12:00:00' });
    await file.startSwmr();
    await using reader = await read(file.path);
    const seen = await reader.channel('demo/mt01/a/ex');
    expect([await seen.length(), await seen.dtype()]).toEqual([1000, stored]);
    const { samples } = await seen.read();
    expect(samples).toBeInstanceOf(array);
    expect([...samples]).toEqual(written);
  });

  it.each(versions)('see tables with components in lower case, version %s', async (version) => {
    await using file = await session(await recorded(version));
    await (await file.run(place)).addChannel('TEMPERATURE', { sampleRate: 1 });
    await using reader = await read(file.path);
    const rows = await reader.summary();
    expect(rows.map(({ component }) => component)).toEqual([...components, 'temperature']);
    expect(rows.map(({ hdf5_reference }) => hdf5_reference)).toEqual(
      [...components, 'temperature'].map((component) => `${surveyRoot[version]}/Stations/mt01/a/${component}`),
    );
    expect((await reader.runSummary()).map(({ run, n_samples }) => [run, n_samples])).toEqual([['a', 100]]);
  });

  it('cannot write', async () => {
    const path = await recorded();
    await using reader = await read(path);
    const before = digestOf(path);
    const survey = await reader.survey('demo');
    const run = await reader.run(place);
    const channel = await run.channel('ex');
    const attempts = [
      run.append(blockOf(100, 1)),
      channel.append([1]),
      channel.update({ units: 'mV' }),
      run.addChannel('hz2', { sampleRate: 1 }),
      survey.addStation('mt02'),
      survey.update({ name: 'other' }),
      reader.addSurvey('other'),
      reader.startSwmr(),
    ];
    expect(await Promise.all(attempts.map(codeOf))).toEqual(attempts.map(() => 'READ_ONLY'));
    expect(digestOf(path)).toBe(before);
  });

  it.each(versions)(
    'see the table, the tables of runs and channels grow without opening anew, version %s',
    async (version) => {
      await using file = await session(await recorded(version));
      await using reader = await read(file.path);
      const [run, channel] = [await reader.run(place), await reader.channel('demo/mt01/a/hx')];
      for (const total of [130, 8300, 20_000]) {
        const before = await channel.length();
        await record(file, before, total - before);
        expect(await counts(reader)).toEqual(five(total));
        expect((await reader.runSummary())[0]?.n_samples).toBe(total);
        expect(await channel.length()).toBe(total);
        expect((await run.read({ from: before })).channels).toEqual(blockOf(before, total - before));
      }
      expect([...(await channel.read()).samples]).toEqual(hx(0, 20_000));
    },
  );

  it('read right samples through two objects of one channel, across chunks', async () => {
    await using file = await session(await recorded());
    await using reader = await read(file.path);
    const first = await reader.channel('demo/mt01/a/hx');
    const second = await (await reader.run(place)).channel('hx');
    for (let total = 100; total < 40_000; total += 5000) {
      expect([...(await first.read()).samples]).toEqual(hx(0, total));
      await record(file, total, 5000);
      expect([...(await second.read()).samples]).toEqual(hx(0, total + 5000));
    }
  });

  it('of one process see the same, and one stays when the other leaves', async () => {
    await using file = await session(await recorded());
    await using staying = await read(file.path);
    const leaving = await read(file.path);
    await record(file, 100, 20);
    expect([await counts(staying), await counts(leaving)]).toEqual([five(120), five(120)]);
    await leaving.close();
    await record(file, 120, 20);
    expect(await counts(staying)).toEqual(five(140));
    expect([...(await (await staying.channel('demo/mt01/a/hx')).read()).samples]).toEqual(hx(0, 140));
    expect(await codeOf(leaving.summary())).toBe('CLOSED');
  });

  it('stay when the writer closes, begins again and closes again', async () => {
    const path = await recorded();
    await using reader = await read(path);
    const channel = await reader.channel('demo/mt01/a/hx');
    for (const first of [100, 150, 200]) {
      await using file = await session(path);
      expect(await reader.isRecording()).toBe(true);
      await record(file, first, 50);
      expect(await counts(reader)).toEqual(five(first + 50));
      await file.close();
      expect([await reader.isRecording(), await counts(reader)]).toEqual([false, five(first + 50)]);
    }
    expect([...(await channel.read()).samples]).toEqual(hx(0, 250));
  });

  it('that come after the writer, plain and with SWMR, see all of it', async () => {
    const path = await recorded();
    const file = await session(path);
    await (await file.run(place)).append(blockOf(100, 33));
    await file.close();
    for (const swmr of [true, false]) {
      await using reader = await open(path, { mode: 'r', swmr });
      expect((await (await reader.run(place)).read()).channels).toEqual(blockOf(0, 133));
    }
  });

  it('go on where metadata are changed, and see the new ones', async () => {
    await using file = await session(await recorded());
    await using reader = await read(file.path);
    const station = await (await reader.survey('demo')).station('mt01');
    expect(await station.metadata()).toMatchObject({ 'location.latitude': 40.5 });
    await (
      await (await file.survey('demo')).station('mt01')
    ).update({
      geographic_name: 'a name that is longer than what was there',
      'location.latitude': 41.25,
    });
    expect(await station.metadata()).toMatchObject({
      geographic_name: 'a name that is longer than what was there',
      'location.latitude': 41.25,
    });
    await record(file, 100, 10);
    expect(await counts(reader)).toEqual(five(110));
  });

  it.each(versions)('see what is added, each at once, and no sample is lost, version %s', async (version) => {
    await using file = await session(await recorded(version));
    await using reader = await read(file.path);
    const kept = await reader.channel('demo/mt01/a/hx');
    let total = 100;
    const more = async (): Promise<void> => {
      await record(file, total, 40);
      total += 40;
      expect([...(await kept.read()).samples]).toEqual(hx(0, total));
    };
    if (version === '0.2.0') {
      await file.addSurvey('other');
      expect(await reader.surveys()).toEqual(['demo', 'other']);
      await more();
    }
    const station = await (await file.survey('demo')).addStation('mt02', { 'location.latitude': -30 });
    const seen = await reader.survey('demo');
    expect(await seen.stations()).toEqual(['mt01', 'mt02']);
    expect(await (await seen.station('mt02')).metadata()).toMatchObject({ id: 'mt02', 'location.latitude': -30 });
    await more();
    const run = await station.addRun('b');
    expect(await (await seen.station('mt02')).runs()).toEqual(['b']);
    await more();
    const channel = await run.addChannel('ey', { sampleRate: 4, dtype: 'f8', units: 'mV/km' });
    expect(await (await reader.run({ ...place, station: 'mt02', run: 'b' })).channels()).toEqual(['ey']);
    const added = await reader.channel('demo/mt02/b/ey');
    expect([await added.length(), await added.dtype()]).toEqual([0, dtypes.float64]);
    await channel.append([0.5, -0.5], { start: '2026-11-20T12:00:00' });
    await more();
    expect([...(await added.read()).samples]).toEqual([0.5, -0.5]);
    const last = (await reader.summary()).at(-1);
    expect(last).toMatchObject({
      station: 'mt02',
      run: 'b',
      component: 'ey',
      n_samples: 2,
      units: 'milliVolt per kilometer',
      latitude: -30,
    });
    expect(last?.hdf5_reference).toBe(`${surveyRoot[version]}/Stations/mt02/b/ey`);
    await file.close();
    expect([...(await kept.read()).samples]).toEqual(hx(0, total));
  });

  describe.skipIf(python === undefined)('that are h5py', () => {
    const sides: H5pySide[] = [];
    beforeAll(() => {
      sides.push(new H5pySide(), new H5pySide());
    });
    afterEach(() => Promise.all(sides.map((side) => side.close())));
    afterAll(() => Promise.all(sides.map((side) => side.kill())));
    const [first, second] = [0, 1].map((index) => () => sides[index] as H5pySide) as [() => H5pySide, () => H5pySide];

    it('two of them see samples and the table grow', async () => {
      await using file = await session(await recorded());
      const { path } = await (await file.run(place)).channel('hx');
      for (const side of sides) expect(await side.open(file.path, { swmr: true })).toBe(null);
      for (const total of [150, 9000]) {
        const before = (await counts(file))[0] as number;
        await record(file, before, total - before);
        for (const side of sides) {
          expect(await side.read(path)).toEqual(hx(0, total));
          expect((await side.table()).map(({ n_samples }) => n_samples)).toEqual(five(total));
        }
      }
    });

    it.each(versions)(
      'see what is added when they open the file then, while the session goes on, version %s',
      async (version) => {
        await using file = await session(await recorded(version));
        expect(await first().open(file.path, { swmr: true })).toBe(null);
        const run = await (await (await file.survey('demo')).addStation('mt02')).addRun('b');
        const channel = await run.addChannel('hx', { sampleRate: 1, dtype: 'f8' });
        await channel.append([1.5, 2.5, 3.5], { start: '2026-11-20T12:00:00' });
        await record(file, 100, 60);
        expect(await second().open(file.path, { swmr: true })).toBe(null);
        const base = surveyRoot[version];
        expect(await second().list()).toEqual(
          expect.arrayContaining([`${base}/Stations/mt02`, `${base}/Stations/mt02/b`, `${base}/Stations/mt02/b/hx`]),
        );
        expect(await second().read(`${base}/Stations/mt02/b/hx`)).toEqual([1.5, 2.5, 3.5]);
        expect((await second().table()).map((row) => [row['station'], row['component'], row['n_samples']])).toEqual([
          ...components.map((component) => ['mt01', component, 160]),
          ['mt02', 'hx', 3],
        ]);
        // Who was there before goes on reading what there was.
        expect(await first().read(`${base}/Stations/mt01/a/hx`)).toEqual(hx(0, 160));
      },
    );

    it('and the tools of HDF5 read the closed file', async () => {
      const path = await recorded();
      const file = await session(path);
      await (await file.survey('demo')).addStation('mt02');
      await record(file, 100, 10);
      await file.close();
      const listed = execFileSync('h5ls', ['-r', path], { encoding: 'utf8' });
      expect(listed).toMatch(/^\/Experiment\/Surveys\/demo\/Stations\/mt01\/a\/hx Dataset \{110\/Inf\}$/m);
      expect(listed).toMatch(/^\/Experiment\/Surveys\/demo\/Stations\/mt02 Group$/m);
      expect(listed).toMatch(/^\/Experiment\/channel_summary Dataset \{5\/Inf\}$/m);
      const dump = ['-d', '/Experiment/Surveys/demo/Stations/mt01/a/hx', '-s', '108', '-c', '2', path];
      expect(execFileSync('h5dump', dump, { encoding: 'utf8' })).toContain(`(108): ${hx(108, 2).join(', ')}`);
    });
  });
});
