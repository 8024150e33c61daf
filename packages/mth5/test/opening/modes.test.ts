import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { isHdf5Error, openFile, type Hdf5Adapter } from '@h5tail/adapter';
import {
  openMth5,
  recoverMth5,
  type Mth5File,
  type Mth5Mode,
  type Mth5Version,
  type OpenMth5Options,
} from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, components } from '../five-channels.js';
import { makeForeign, python, sharedSteps } from '../recovery/damage-steps.js';
import { digestOf, scratchFolder } from '../scratch-folder.js';
import { RecordedCopies } from './recorded-copies.js';

const creating = ['w', 'x', 'w-'] as const;
const versions = ['0.2.0', '0.1.0'] as const;
const rootOf = { '0.2.0': '/Experiment', '0.1.0': '/Survey' } as const;

describe.each(testBackends)('modes of a file with $name', ({ name, createAdapter }) => {
  const scratch = scratchFolder();
  let adapter: Hdf5Adapter;
  let count = 0;
  beforeAll(async () => {
    adapter = await createAdapter();
  });
  const newPath = (): string => scratch(`${name} ${++count}.h5`);
  const open = (path: string, options: Partial<OpenMth5Options> = {}): Promise<Mth5File> =>
    openMth5(path, { adapter, ...options });

  const copies = new RecordedCopies(newPath);
  const recorded = (version: Mth5Version = '0.2.0'): Promise<string> => copies.make(adapter, version);

  /** Code and message of what opening fails with. */
  async function refusal(path: string, options: Partial<OpenMth5Options>): Promise<readonly [string, string, string]> {
    const error: unknown = await open(path, options).then(
      (file) => file.close(),
      (reason: unknown) => reason,
    );
    if (!isHdf5Error(error)) throw new Error(`no coded error: ${String(error)}`);
    expect(error.file).toBe(path);
    return [error.code, error.message, error.remedy ?? ''];
  }

  describe('SWMR', () => {
    it.each(creating)('cannot be used with mode %s, also where the file is there', async (mode) => {
      const path = await recorded();
      const before = digestOf(path);
      for (const at of [path, newPath()]) {
        const [code, message, remedy] = await refusal(at, { mode, swmr: true });
        expect(code).toBe('STRUCTURE_FIXED');
        expect(message).toContain(`cannot be used with mode='${mode}'`);
        expect(remedy).toContain('Create the file without SWMR');
      }
      expect(existsSync(scratch(`${name} ${count}.h5`))).toBe(false);
      expect(digestOf(path)).toBe(before);
    });

    it.each(['a', 'r+', 'r'] as const)('needs a file with mode %s', async (mode) => {
      const path = newPath();
      const [code, message] = await refusal(path, { mode, swmr: true });
      expect(code).toBe('FILE_NOT_FOUND');
      expect(message).toContain('Cannot use SWMR mode on non-existent file');
      expect(existsSync(path)).toBe(false);
    });

    it('needs a file where no mode is given', async () => {
      expect((await refusal(newPath(), { swmr: true }))[0]).toBe('FILE_NOT_FOUND');
    });

    it('reads a file that nobody writes', async () => {
      await using file = await open(await recorded(), { mode: 'r', swmr: true });
      expect((await (await file.channel('demo/mt01/a/hz')).read()).samples).toEqual(blockOf(0, 100)['hz']);
      expect((await file.summary()).map(({ n_samples }) => n_samples)).toEqual([100, 100, 100, 100, 100]);
    });
  });

  describe('a file that is not there', () => {
    it.each(['r', 'r+'] as const)('is not found with mode %s', async (mode) => {
      const path = newPath();
      expect((await refusal(path, { mode }))[0]).toBe('FILE_NOT_FOUND');
      expect(existsSync(path)).toBe(false);
    });

    it.each<Mth5Mode | undefined>(['a', ...creating, undefined])('is created with mode %s', async (mode) => {
      const path = newPath();
      await (await open(path, { ...(mode && { mode }) })).close();
      await using file = await open(path, { mode: 'r' });
      expect([file.version, await file.surveys(), await file.summary()]).toEqual(['0.2.0', [], []]);
    });
  });

  describe('a file that is there', () => {
    it.each(['x', 'w-'] as const)('is kept by mode %s', async (mode) => {
      const path = await recorded();
      const before = digestOf(path);
      expect((await refusal(path, { mode }))[0]).toBe('FILE_EXISTS');
      expect(digestOf(path)).toBe(before);
    });

    it.each<Mth5Mode | undefined>(['a', 'r+', undefined])('is kept and written by mode %s', async (mode) => {
      const path = await recorded();
      const file = await open(path, { ...(mode && { mode }) });
      const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
      await run.append(blockOf(100, 20));
      await file.close();
      await using reader = await open(path, { mode: 'r' });
      expect((await (await reader.channel('demo/mt01/a/ey')).read()).samples).toEqual(blockOf(0, 120)['ey']);
    });

    it('is replaced by mode w', async () => {
      const path = await recorded();
      await (await open(path, { mode: 'w', version: '0.1.0' })).close();
      await using file = await open(path, { mode: 'r' });
      expect([file.version, await file.summary()]).toEqual(['0.1.0', []]);
    });

    it.each(versions)('says its version itself: %s', async (version) => {
      const path = await recorded(version);
      const other = version === '0.1.0' ? '0.2.0' : '0.1.0';
      for (const options of [
        { mode: 'r' },
        { mode: 'r', swmr: true },
        { mode: 'r+' },
        { mode: 'a', swmr: true },
      ] as const) {
        await using file = await open(path, { ...options, version: other });
        expect([file.version, await file.surveys()]).toEqual([version, ['demo']]);
      }
    });
  });

  it('refuses a mode that there is not, before it touches anything', async () => {
    const path = newPath();
    for (const mode of ['rw', 'R', 'a+', '', 'wx', 'r ']) {
      for (const swmr of [false, true]) {
        const opening = open(path, { mode: mode as Mth5Mode, swmr });
        await expect(opening).rejects.toThrow(TypeError);
        await expect(opening).rejects.toThrow(`'${mode}'`);
      }
    }
    expect(existsSync(path)).toBe(false);
  });

  it('ends with the reason of its signal', async () => {
    const path = newPath();
    const reason = new Error('enough');
    await expect(open(path, { mode: 'w', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(existsSync(path)).toBe(false);
  });

  it('says of other files that they are none', async () => {
    const text = newPath();
    writeFileSync(text, 'no HDF5\n'.repeat(100));
    const plain = newPath();
    await (await openFile(plain, { adapter, mode: 'wx' })).close();
    for (const mode of ['r', 'r+', 'a'] as const) {
      expect((await refusal(text, { mode }))[0]).toBe('NOT_HDF5');
      const [code, message] = await refusal(plain, { mode });
      expect([code, message]).toEqual(['OBJECT_NOT_FOUND', expect.stringContaining('no MTH5 file')]);
    }
    // Nothing was left open: the file can be replaced.
    await (await open(plain, { mode: 'w' })).close();
  });

  describe.skipIf(python === undefined)('what MTH5 would not take', () => {
    const { look, change } = sharedSteps();

    it.each([
      ['another type', '/', 'file.type', 'ASDF', 'INVALID_DATA', "file.type is 'ASDF'"],
      ['a level that there is not', '/', 'data_level', 7, 'INVALID_DATA', "data_level is '7'"],
    ] as const)('of %s is read, and not written', async (_what, at, key, value, code, text) => {
      for (const version of versions) {
        const path = await recorded(version);
        await change(path, [['attribute', at, key, value]]);
        const before = digestOf(path);
        for (const mode of ['a', 'r+'] as const) {
          for (const swmr of [false, true]) {
            const found = await refusal(path, { mode, swmr });
            expect(found).toEqual([
              code,
              expect.stringContaining(text),
              expect.stringContaining('Open it for reading'),
            ]);
          }
        }
        expect(digestOf(path)).toBe(before);
        for (const swmr of [false, true]) {
          await using file = await open(path, { mode: 'r', swmr });
          expect((await (await file.channel('demo/mt01/a/hx')).read()).samples).toEqual(blockOf(0, 100)['hx']);
        }
      }
    });

    it.each(versions)('of foreign children is read, and not written: version %s', async (version) => {
      const path = await recorded(version);
      await change(path, [['group', `${rootOf[version]}/Instrument`]]);
      const before = digestOf(path);
      for (const mode of ['a', 'r+'] as const) {
        const [code, message, remedy] = await refusal(path, { mode });
        expect([code, message]).toEqual([
          'INVALID_DATA',
          expect.stringContaining(`${rootOf[version]} holds Instrument`),
        ]);
        expect(remedy).toContain('data of your own belong under /');
      }
      expect(digestOf(path)).toBe(before);
      await using file = await open(path, { mode: 'r', swmr: true });
      expect((await file.summary()).map(({ n_samples }) => n_samples)).toEqual([100, 100, 100, 100, 100]);
    });

    it('leaves children of / alone', async () => {
      const path = await recorded();
      await change(path, [['group', '/Instrument']]);
      await using file = await open(path, { mode: 'a', swmr: true });
      expect(file.isSwmrMode()).toBe(true);
    });

    it('of a version that is not known is not even read', async () => {
      const path = await recorded();
      await change(path, [['attribute', '/', 'file.version', '0.3.0']]);
      for (const options of [
        { mode: 'r' },
        { mode: 'r', swmr: true },
        { mode: 'a' },
        { mode: 'r+', swmr: true },
      ] as const) {
        const [code, message, remedy] = await refusal(path, options);
        expect([code, message, remedy]).toEqual([
          'WRONG_VERSION',
          expect.stringContaining("'0.3.0'"),
          expect.stringContaining('0.1.0 and 0.2.0'),
        ]);
      }
    });

    it.each([
      ['0, version 0.2.0', ['--libver', 'earliest']],
      ['0, version 0.1.0', ['--libver', 'earliest', '--version', '0.1.0']],
      ['2, version 0.2.0', ['--libver', 'v108']],
    ] as const)(
      'a session does not begin in a file of superblock %s, which stays as usable as before',
      async (_of, made) => {
        const path = newPath();
        makeForeign(path, '--samples', '500', ...made);
        const before = await look(path);
        for (const mode of ['a', 'r+'] as const) {
          const [code, , remedy] = await refusal(path, { mode, swmr: true });
          expect([code, remedy]).toEqual(['NOT_SWMR_WRITABLE', expect.stringContaining('Record without SWMR')]);
        }
        expect(await look(path)).toEqual(before);
        // Neither is it taken for a file whose session goes on.
        await using reader = await open(path, { mode: 'r', swmr: true });
        expect([await reader.isRecording(), reader.isSwmrMode()]).toEqual([false, true]);
        const [survey] = (await reader.surveys()) as [string];
        const hx = await reader.channel(`${survey}/mt001/a/hx`);
        const samples = before.channels[hx.path]?.samples as number[];
        expect([...(await hx.read()).samples]).toEqual(samples);
        await reader.close();

        const file = await open(path, { mode: 'a' });
        expect(await codeOf(file.startSwmr())).toBe('NOT_SWMR_WRITABLE');
        expect([file.isSwmrMode(), file.isWritable()]).toEqual([false, true]);
        const run = await file.run({ survey, station: 'mt001', run: 'a' });
        await run.append(Object.fromEntries(components.map((component, index) => [component, [index, index + 1]])));
        await file.close();
        const after = await look(path);
        expect(after.channels[hx.path]?.samples).toEqual([...samples, 2, 3]);
        expect(after.rows.map(({ n_samples }) => n_samples)).toEqual([502, 502, 502, 502, 502]);
        expect(after.ended ?? 1).toBe(1);
      },
    );

    it('begins a session in a file of an older format as it is told to', async () => {
      const [old, path] = [newPath(), newPath()];
      makeForeign(old, '--samples', '500', '--libver', 'earliest');
      const [, , remedy] = await refusal(old, { mode: 'a', swmr: true });
      expect(remedy).toContain('h5repack -j 2 -k 2 OLD NEW, and then h5tail mth5 recover NEW');
      execFileSync('h5repack', ['-j', '2', '-k', '2', old, path]);
      await recoverMth5(path, { adapter });
      await using file = await open(path, { mode: 'a', swmr: true });
      const run = await file.run({ survey: 'test', station: 'mt001', run: 'a' });
      await run.append(Object.fromEntries(components.map((component, index) => [component, [index, index + 1]])));
      await file.close();
      const [{ channels, rows }, { channels: before }] = [await look(path), await look(old)];
      const hz = '/Experiment/Surveys/test/Stations/mt001/a/hz';
      expect(channels[hz]?.samples).toEqual([...(before[hz]?.samples ?? []), 4, 5]);
      expect(rows.map(({ hdf5_reference, n_samples }) => [hdf5_reference, n_samples])).toEqual(
        components.map((component) => [`/Experiment/Surveys/test/Stations/mt001/a/${component}`, 502]),
      );
    });

    it.each(versions)(
      'without its table of channels is read, and given one where that can be: version %s',
      async (version) => {
        const path = await recorded(version);
        const before = await look(path);
        const table = `${rootOf[version]}/channel_summary`;
        await change(path, [['delete', table]]);
        const digest = digestOf(path);
        for (const swmr of [false, true]) {
          await using reader = await open(path, { mode: 'r', swmr });
          expect((await reader.summary()).map(({ component, n_samples }) => [component, n_samples])).toEqual(
            components.map((component) => [component, 100]),
          );
        }
        if (!adapter.capabilities.createStringPadding) {
          for (const swmr of [false, true]) {
            const [code, message, remedy] = await refusal(path, { mode: 'a', swmr });
            expect([code, message]).toEqual(['OBJECT_NOT_FOUND', expect.stringContaining('no table of channels')]);
            expect(remedy).toContain('h5tail mth5 recover --backend native does');
          }
          expect(digestOf(path)).toBe(digest);
          return;
        }
        const file = await open(path, { mode: 'a' });
        await file.close();
        expect(await look(path)).toEqual(before);
        await change(path, [['delete', table]]);
        await using session = await open(path, { mode: 'a', swmr: true });
        await (await session.run({ survey: 'demo', station: 'mt01', run: 'a' })).append(blockOf(100, 50));
        await session.flush();
        await using reader = await open(path, { mode: 'r', swmr: true });
        expect((await reader.summary()).map(({ n_samples }) => n_samples)).toEqual([150, 150, 150, 150, 150]);
        await session.close();
        expect((await look(path)).rows.map(({ component, n_samples }) => [component, n_samples])).toEqual(
          components.map((component) => [component, 150]),
        );
      },
    );

    it('with another table in its place is read, and written once that is mended', async () => {
      const path = await recorded();
      await change(path, [['other_table']]);
      await using reader = await open(path, { mode: 'r' });
      expect((await reader.summary()).map(({ n_samples }) => n_samples)).toEqual([100, 100, 100, 100, 100]);
      await reader.close();
      const [code, message, remedy] = await refusal(path, { mode: 'a', swmr: true });
      expect([code, message, remedy]).toEqual([
        'WRONG_DTYPE',
        expect.stringContaining('no table of channels'),
        expect.stringContaining('which makes the table anew'),
      ]);
    });
  });
});
