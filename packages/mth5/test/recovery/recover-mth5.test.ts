import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, recoverMth5, type Mth5Recovery } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels, sampleOf } from '../five-channels.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';
import { leaveKilled, makeForeign, python, sharedSteps, type DamageStep } from './damage-steps.js';

const layout = fileURLToPath(new URL('../../python/check_layout.py', import.meta.url));
const begin = '2026-11-20T12:00:00+00:00';
const flagsAt = 11;
const gone = { writerIsGone: true, watchMs: 0 };
const imprintOf = (path: string): string => `${digestOf(path)} ${statSync(path, { bigint: true }).mtimeNs}`;
const flagsOf = (path: string): number => readFileSync(path)[flagsAt] as number;
const inVersion = { '0.2.0': '/Experiment/Surveys/test/Stations', '0.1.0': '/Survey/Stations' } as const;
const ours = (name: string): string => `/Experiment/Surveys/demo/Stations/mt01/a/${name}`;

const { look, change: damage } = sharedSteps();

/** What a checker of the layout has against a file. */
function layoutFaults(path: string): string {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { status, stdout, stderr } = spawnSync(python as string, [layout, path], { encoding: 'utf8', env });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

const kindsOf = ({ findings }: Mth5Recovery): string[] => (findings ?? []).map(({ kind }) => kind);

describe.skipIf(python === undefined).each(testBackends)('recoverMth5 on $name', (backend) => {
  const scratch = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });
  const file = (name: string): string => scratch(`${backend.name} ${name}.h5`);

  /** Recovers, and then finds nothing more. */
  async function recover(path: string): Promise<Mth5Recovery> {
    const result = await recoverMth5(path, { adapter, ...gone });
    const before = imprintOf(path);
    expect(await recoverMth5(path, { adapter })).toMatchObject({ outcome: 'needless' });
    expect(imprintOf(path)).toBe(before);
    return result;
  }

  /** 100 samples in each of five channels, of a session that went on; `steps` come after it. */
  async function session(name: string): Promise<string> {
    const { file: open, run } = await fiveChannels(file(name), adapter);
    await open.startSwmr();
    await run.append(blockOf(0, 100), { start: begin });
    await open.close();
    return open.path;
  }

  async function appendMore(path: string, first: number): Promise<void> {
    await using open = await openMth5(path, { adapter, mode: 'a', swmr: true });
    const run = await open.run({ survey: 'demo', station: 'mt01', run: 'a' });
    await run.append(blockOf(first, 40));
    await open.close();
    const { channels, rows } = await look(path);
    expect(rows.map(({ n_samples }) => n_samples)).toEqual(Array<number>(5).fill(first + 40));
    expect(channels[ours('hx')]?.samples).toEqual([...(blockOf(0, first + 40)['hx'] as Int32Array)]);
  }

  describe('in a file that is right', () => {
    it.each([
      ['of another program', []],
      ['of another program, version 0.1.0', ['--version', '0.1.0']],
      ['of a session that ended', ['--session', 'ended']],
      ['without channels', ['--channels', '']],
      ['without samples', ['--samples', '0']],
      ['with a channel of zeros', ['--zero', 'ex']],
      ['of an older format', ['--libver', 'earliest']],
    ])('writes nothing: %s', async (name, options) => {
      makeForeign(file(name), ...options);
      const before = imprintOf(file(name));
      expect(await recoverMth5(file(name), { adapter })).toMatchObject({ outcome: 'needless', findings: [] });
      expect(imprintOf(file(name))).toBe(before);
    });

    it.each(['0.2.0', '0.1.0'] as const)('writes nothing: of our own, version %s', async (version) => {
      const { file: open, run } = await fiveChannels(file(version), adapter, { version });
      await open.startSwmr();
      await run.append(blockOf(0, 100), { start: begin });
      await open.close();
      const before = imprintOf(open.path);
      expect(await recoverMth5(open.path, { adapter })).toMatchObject({ outcome: 'needless', findings: [] });
      expect(imprintOf(open.path)).toBe(before);
    });
  });

  describe.each(['0.2.0', '0.1.0'] as const)('in a file of another program, version %s', (version) => {
    const at = (name: string): string => `${inVersion[version]}/mt01/a/${name}`;
    function foreign(name: string, ...options: string[]): string {
      const path = file(`${version} ${name}`);
      makeForeign(
        path,
        '--version',
        version,
        '--stations',
        'mt01',
        '--runs',
        'a',
        '--samples',
        '500',
        '--rate',
        '10',
        ...options,
      );
      return path;
    }

    it('corrects rows whose channels have grown', async () => {
      const path = foreign('grown');
      await damage(path, [
        ['grow', at('ex'), 510, 7],
        ['grow', at('hz'), 520, 8],
      ]);
      const before = await look(path);
      const { outcome, findings, recovery } = await recover(path);
      expect({ outcome, formerWriter: recovery.formerWriter }).toEqual({
        outcome: 'recovered',
        formerWriter: 'closed',
      });
      const end = (seconds: number): string => new Date(Date.parse(start) + seconds * 1000).toISOString();
      const start = before.channels[at('ex')]?.start as string;
      const rows = findings?.filter(({ kind }) => kind === 'row-corrected');
      expect(rows).toMatchObject([
        { object: at('ex'), fault: 'behind', before: { n_samples: 500 }, after: { n_samples: 510, start } },
        { object: at('hz'), fault: 'behind', before: { n_samples: 500 }, after: { n_samples: 520 } },
      ]);
      const after = await look(path);
      const grown = after.rows.filter(({ component }) => component === 'ex' || component === 'hz');
      expect(grown.map((row) => Date.parse(String(row['end'])))).toEqual([
        Date.parse(end(50.9)),
        Date.parse(end(51.9)),
      ]);
      expect(after.channels[at('ex')]?.end).toBe(grown[0]?.['end']);
      expect(after.channels[at('ex')]?.samples.slice(499)).toEqual([
        before.channels[at('ex')]?.samples[499],
        ...Array<number>(10).fill(7),
      ]);
      expect(layoutFaults(path)).toBe('');
    });

    it('adds rows that are missing, and removes those of channels that are gone', async () => {
      const path = foreign('rows', '--channels', 'ex,ey,hx,hy,hz');
      const before = await look(path);
      await damage(path, [
        ['drop_rows', 2],
        ['add_row', { station: 'gone', component: 'hx' }],
        ['delete', at('ex')],
      ]);
      const result = await recover(path);
      expect(result.findings?.map(({ kind, object }) => [kind, object])).toEqual([
        ['row-removed', at('ex')],
        ['row-removed', `${inVersion[version]}/gone/a/hx`],
        ['row-added', at('hy')],
        ['row-added', at('hz')],
      ]);
      const after = await look(path);
      expect(after.rows).toEqual(before.rows.filter(({ component }) => component !== 'ex'));
    });

    it('leaves one row that says that there are no channels', async () => {
      const path = foreign('none', '--channels', 'ex,hx');
      await damage(path, [
        ['delete', at('ex')],
        ['delete', at('hx')],
      ]);
      expect(kindsOf(await recover(path))).toEqual(['row-removed', 'row-removed']);
      const { rows } = await look(path);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ survey: '', station: '', component: '', n_samples: 0, hdf5_reference: null });
    });

    it('fills a table that is empty', async () => {
      const path = foreign('filled');
      const whole = await look(path);
      await damage(path, [
        ['drop_rows', 4],
        ['row', 0, Object.fromEntries(['survey', 'station', 'run', 'component'].map((name) => [name, '']))],
      ]);
      expect(kindsOf(await recover(path))).toEqual(Array<string>(5).fill('row-added'));
      expect((await look(path)).rows).toEqual(whole.rows);
    });

    it('corrects references and what a row says of data', async () => {
      const path = foreign('references', '--channels', 'ex,hx');
      const whole = await look(path);
      await damage(path, [
        ['wrong_reference', 0, at('hx')],
        ['row', 1, { has_data: false }],
      ]);
      expect((await recover(path)).findings).toMatchObject([
        { kind: 'row-corrected', object: at('ex'), fault: 'reference' },
        {
          kind: 'row-corrected',
          object: at('hx'),
          fault: 'has-data',
          before: { has_data: false },
          after: { has_data: true },
        },
      ]);
      expect((await look(path)).rows).toEqual(whole.rows);
    });

    it.each([
      ['without a table', ['delete', version === '0.1.0' ? '/Survey/channel_summary' : '/Experiment/channel_summary']],
      ['with another table', ['other_table']],
    ] as const)('makes the table of a file %s, where it can', async (name, step) => {
      const path = foreign(name);
      const whole = await look(path);
      await damage(path, [step]);
      const before = imprintOf(path);
      const { outcome, findings } = await recover(path);
      if (!adapter.capabilities.createStringPadding) {
        expect(outcome).toBe('needless');
        expect(findings).toMatchObject([{ kind: 'table-not-made', after: 'wasm lacks createStringPadding' }]);
        expect(imprintOf(path)).toBe(before);
        return;
      }
      expect(outcome).toBe('recovered');
      expect(findings?.map(({ kind }) => kind)).toEqual(['table-made', ...Array<string>(5).fill('row-added')]);
      expect((await look(path)).rows).toEqual(whole.rows);
      expect(layoutFaults(path)).toBe('');
    });

    it('opens a file again whose plain writer was killed', async () => {
      const path = foreign('plain');
      await leaveKilled(path, false, [['grow', at('ex'), 505, 3]]);
      expect(flagsOf(path)).toBe(1);
      const before = imprintOf(path);
      expect(await recoverMth5(path, { adapter, ...gone, dryRun: true })).toMatchObject({
        outcome: 'would-recover',
        findings: undefined,
      });
      expect(imprintOf(path)).toBe(before);
      expect((await recover(path)).findings?.[0]).toMatchObject({ fault: 'behind', after: { n_samples: 505 } });
      expect(flagsOf(path)).toBe(0);
      expect((await look(path)).channels[at('ex')]?.samples.slice(500)).toEqual([3, 3, 3, 3, 3]);
    });

    it('keeps what a SWMR writer that was killed has written', async () => {
      const path = foreign('swmr');
      await leaveKilled(path, true, [['grow', at('hx'), 1000, 9]]);
      expect(flagsOf(path)).toBe(5);
      const { findings, recovery } = await recover(path);
      expect(recovery.formerWriter).toBe('swmr-writing');
      expect(findings?.map(({ kind }) => kind)).toEqual(['row-corrected', 'attributes-corrected']);
      expect(findings?.[0]).toMatchObject({
        object: at('hx'),
        fault: 'behind',
        after: { n_samples: 1000, has_data: true },
      });
      expect((await look(path)).channels[at('hx')]?.samples.slice(500)).toEqual(Array<number>(500).fill(9));
      expect(layoutFaults(path)).toBe('');
    });
  });

  describe('in a file of a session', () => {
    const goesOn: DamageStep = ['set', '/h5tail/ended', 0];

    it('cuts what a killed writer had told nobody of', async () => {
      const path = await session('cut');
      await damage(path, [goesOn]);
      await leaveKilled(path, true, [
        ['grow', ours('ex'), 30_000, null],
        ['grow', ours('hz'), 150, 5],
      ]);
      const dry = await recoverMth5(path, { adapter, ...gone, dryRun: true });
      expect(dry.outcome).toBe('would-recover');
      expect(flagsOf(path)).toBe(5);
      const { findings } = await recover(path);
      expect(findings).toEqual(dry.findings);
      expect(findings).toEqual([
        { kind: 'samples-dropped', object: ours('ex'), before: 30_000, after: 100 },
        { kind: 'samples-dropped', object: ours('hz'), before: 150, after: 100 },
        { kind: 'session-ended', object: '/h5tail/ended', before: 0, after: 1 },
      ]);
      const { channels, ended } = await look(path);
      expect(ended).toBe(1);
      for (const [index, name] of ['ex', 'ey', 'hx', 'hy', 'hz'].entries()) {
        expect(channels[ours(name)]?.samples).toEqual(Array.from({ length: 100 }, (_, at) => sampleOf(index, at)));
      }
      expect(layoutFaults(path)).toBe('');
      await appendMore(path, 100);
    });

    it('cuts compressed channels, which are stored anew', async () => {
      const { file: open, run } = await fiveChannels(file('compressed'), adapter, {}, { compression: 4, chunk: 64 });
      await open.startSwmr();
      await run.append(blockOf(0, 100), { start: begin });
      await open.close();
      await damage(open.path, [goesOn]);
      await leaveKilled(open.path, true, [
        ['grow', ours('hx'), 1000, 5],
        ['grow', ours('hy'), 110, 5],
      ]);
      expect(kindsOf(await recover(open.path))).toEqual(['samples-dropped', 'samples-dropped', 'session-ended']);
      await appendMore(open.path, 100);
      const { channels } = await look(open.path);
      for (const [name, samples] of Object.entries(blockOf(0, 140))) {
        expect(channels[ours(name)]?.samples).toEqual([...samples]);
      }
    });

    it('keeps all of it where somebody has opened the file for writing since', async () => {
      const path = await session('kept');
      await damage(path, [goesOn, ['grow', ours('ex'), 150, 5]]);
      expect(flagsOf(path)).toBe(0);
      expect((await recover(path)).findings).toMatchObject([
        {
          kind: 'row-corrected',
          object: ours('ex'),
          fault: 'behind',
          before: { n_samples: 100 },
          after: { n_samples: 150 },
        },
        { kind: 'attributes-corrected', object: ours('ex') },
        { kind: 'session-ended' },
      ]);
      expect((await look(path)).channels[ours('ex')]?.samples.slice(100)).toEqual(Array<number>(50).fill(5));
    });

    it('goes on where a recovery was killed after it had cleared the flags', async () => {
      const path = await session('again');
      await damage(path, [
        ['set', '/h5tail/ended', 2],
        ['grow', ours('ex'), 150, 0],
      ]);
      const reader = await openMth5(path, { adapter, mode: 'r' });
      expect(await (await reader.channel('demo/mt01/a/ex')).length()).toBe(100);
      await reader.close();
      expect((await recover(path)).findings).toEqual([
        { kind: 'samples-dropped', object: ours('ex'), before: 150, after: 100 },
        { kind: 'session-ended', object: '/h5tail/ended', before: 0, after: 1 },
      ]);
      await appendMore(path, 100);
    });

    it('corrects a row that counts more than there is', async () => {
      const path = await session('ahead');
      await damage(path, [goesOn]);
      await leaveKilled(path, true, [['cut', ours('ey'), 60]]);
      expect((await recover(path)).findings).toMatchObject([
        {
          kind: 'row-corrected',
          object: ours('ey'),
          fault: 'ahead',
          before: { n_samples: 100 },
          after: { n_samples: 60 },
        },
        { kind: 'attributes-corrected', object: ours('ey') },
        { kind: 'session-ended' },
      ]);
      expect((await look(path)).rows[1]).toMatchObject({ n_samples: 60, end: '2026-11-20T12:00:00.590000+00:00' });
    });

    it('takes a row that was torn for one whose samples are there', async () => {
      const path = await session('torn');
      await damage(path, [goesOn]);
      await leaveKilled(path, true, [
        ['grow', ours('ex'), 150, 5],
        ['row', 0, { end: '2026-11-20T12:00:01.490000+00:00' }],
      ]);
      expect((await recover(path)).findings?.[0]).toMatchObject({
        kind: 'row-corrected',
        fault: 'torn',
        after: { n_samples: 150, end: '2026-11-20T12:00:01.490000+00:00' },
      });
    });

    it.each([
      ['takes the last step of a run for done where a row counts it', 5, 'row-corrected', 150],
      ['cuts what may not have been written although a row counts the step', 0, 'samples-dropped', 100],
    ])('%s', async (name, value, kind, length) => {
      const path = await session(name);
      await damage(path, [goesOn]);
      const counted = { n_samples: 150, end: '2026-11-20T12:00:01.490000+00:00' };
      const names = ['ex', 'ey', 'hx', 'hy', 'hz'];
      await leaveKilled(path, true, [
        ...names.map((channel, index): DamageStep => ['grow', ours(channel), 150, index < 2 ? 5 : value]),
        ['row', 0, counted],
        ['row', 1, counted],
      ]);
      const result = await recover(path);
      expect(kindsOf(result).filter((each) => each === kind)).toHaveLength(3);
      expect((await look(path)).rows.map(({ n_samples }) => n_samples)).toEqual([150, 150, length, length, length]);
    });

    it('mends a copy, and leaves the file', async () => {
      const path = await session('copied');
      await damage(path, [goesOn]);
      await leaveKilled(path, true, [['grow', ours('ex'), 150, 5]]);
      const before = imprintOf(path);
      const copy = file('copy');
      expect(await recoverMth5(path, { adapter, ...gone, copyTo: copy })).toMatchObject({
        outcome: 'recovered',
        path: copy,
      });
      expect(imprintOf(path)).toBe(before);
      await appendMore(copy, 100);
      expect(await codeOf(recoverMth5(path, { adapter, ...gone, copyTo: copy }))).toBe('FILE_EXISTS');
    });

    it('makes a copy where only the table is wrong, and none where nothing is', async () => {
      const path = await session('table alone');
      expect(await recoverMth5(path, { adapter, copyTo: file('no copy') })).toMatchObject({
        outcome: 'needless',
        path,
      });
      expect(existsSync(file('no copy'))).toBe(false);
      await damage(path, [['row', 2, { n_samples: 3 }]]);
      const before = imprintOf(path);
      expect(await recoverMth5(path, { adapter, copyTo: file('table copy') })).toMatchObject({
        outcome: 'recovered',
        path: file('table copy'),
      });
      expect(imprintOf(path)).toBe(before);
      expect((await look(file('table copy'))).rows[2]).toMatchObject({ n_samples: 100 });
    });
  });

  it('refuses while a session goes on, and changes nothing', async () => {
    const { file: open, run } = await fiveChannels(file('live'), adapter);
    await open.startSwmr();
    await run.append(blockOf(0, 100), { start: begin });
    await open.flush();
    const before = imprintOf(open.path);
    expect(await codeOf(recoverMth5(open.path, { adapter }))).toBe('FILE_LOCKED');
    expect(await codeOf(recoverMth5(open.path, { adapter, writerIsGone: true }))).toBe('FILE_LOCKED');
    expect(imprintOf(open.path)).toBe(before);
    await open.close();
  });

  it('tells of files that are none of MTH5', async () => {
    const path = file('other');
    execFileSync(python as string, ['-c', 'import h5py, sys; h5py.File(sys.argv[1], "w").create_group("data")', path]);
    expect(await codeOf(recoverMth5(path, { adapter }))).toBe('OBJECT_NOT_FOUND');
    expect(await codeOf(recoverMth5(file('missing'), { adapter }))).toBe('FILE_NOT_FOUND');
  });
});
