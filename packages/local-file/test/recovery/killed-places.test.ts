import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dtypes, openFile } from '@h5tail/adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { pythonForInterop } from '../../../adapter-conformance/src/live-writer.js';
import { readSuperblock } from '../../src/index.js';
import { recoverFile, writeChanges, type Recovery, type RecoverOptions } from '../../src/recovery.js';
import { fakeMachine } from './fake-machine.js';
import { checkPlaces, leaveKilledPlaces, type CheckedPlaces, type KilledPlacesSpec } from './killed-places.js';
import { withEnd } from './stored-extension.js';

const python = pythonForInterop() ?? '';
const rowBytes = 50 * 8;
const datasetBytes = 2000 * rowBytes;
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Of 2000 rows those that were written have their number, and all others the fill value. */
function written(first: number, ...ranges: readonly (readonly [from: number, to: number])[]): number[] {
  const isWritten = (row: number): boolean => ranges.some(([from, to]) => row >= from && row < to);
  return Array.from({ length: 2000 }, (_, row) => (isWritten(row) ? first + row + 1 : 0));
}

function expectSound(checked: CheckedPlaces, names: readonly string[], rows: number, first = 0): void {
  for (const name of names) {
    expect(checked.before[name]).toEqual(written(first, [0, rows]));
    expect(checked.created[name]).toEqual(written(first, [0, rows]));
    expect(checked.after[name]).toEqual(written(first, [0, rows], [900, 1100]));
  }
  expect(checked.new).toEqual(Array.from({ length: 50 }, (_, i) => [i + 0.5]));
}

describe.runIf(python !== '' && process.platform === 'linux')(
  'datasets into whose places a file had yet to grow',
  () => {
    let folder: string;
    let number = 0;
    beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-places-'))));
    afterAll(() => rmSync(folder, { recursive: true }));
    const killed = (spec: Omit<KilledPlacesSpec, 'path'>): string => {
      const path = join(folder, `${number++}.h5`);
      leaveKilledPlaces(python, { ...spec, path });
      return path;
    };
    const recover = (path: string, options: RecoverOptions = {}): Promise<Recovery> =>
      recoverFile(path, options, fakeMachine(folder));

    const kinds: readonly (readonly [name: string, spec: Omit<KilledPlacesSpec, 'path'>, atLeast: number])[] = [
      ['in one piece', { kind: 'contiguous', datasets: ['d'], rows: 40 }, datasetBytes],
      ['behind a user block', { kind: 'contiguous', datasets: ['d'], rows: 40, userBlock: 1024 }, datasetBytes],
      ['two of them', { kind: 'contiguous', datasets: ['d', 'e'], rows: 40 }, 2 * datasetBytes],
      ['in a chunk larger than the cache', { kind: 'large-chunk', datasets: ['d'], rows: 40 }, 4 * datasetBytes],
      ['with a fixed array', { kind: 'fixed-array', datasets: ['d'], rows: 1 }, 8 * 200_000],
      ['with filters and a fixed array', { kind: 'fixed-array-gzip', datasets: ['d'], rows: 1 }, 15 * 200_000],
      [
        'with pages of an extensible array',
        { kind: 'extensible-array', datasets: ['d'], rows: 1, first: 131_060 },
        8 * 2048,
      ],
    ];

    it.each(kinds)('are whole, and stay so: %s', async (_, spec, atLeast) => {
      const path = killed(spec);
      const before = readFileSync(path);
      const { fileSize, formerFileSize, outcome } = await recover(path);
      expect([outcome, formerFileSize]).toEqual(['recovered', before.length]);
      expect(fileSize).toBeGreaterThan(Math.max(before.length, atLeast));
      expect(fileSize).toBeLessThan(atLeast * 1.2 + 40_000);
      expect(statSync(path).size).toBe(fileSize);
      expect(readSuperblock(path).superblock).toMatchObject({
        writer: 'closed',
        checksumValid: true,
        endOfFile: fileSize,
      });
      const superblockEnd = (spec.userBlock ?? 0) + 48;
      expect(readFileSync(path).subarray(superblockEnd, before.length).equals(before.subarray(superblockEnd))).toBe(
        true,
      );
      expectSound(checkPlaces(python, path, spec.datasets, spec.first), spec.datasets, spec.rows, spec.first);
    });

    it.each(['implicit', 'single-chunk'] as const)('are found in chunks that need no index: %s', async (kind) => {
      const path = killed({ kind, datasets: ['d'], rows: 40 });
      const { size } = statSync(path);
      // As a writer leaves it who made room for the dataset in SWMR mode.
      const former = 40_000;
      writeFileSync(path, withEnd(readFileSync(path), former));
      truncateSync(path, former);
      expect(await recover(path)).toMatchObject({ formerFileSize: former, fileSize: size });
      expectSound(checkPlaces(python, path, ['d']), ['d'], 40);
    });

    it.each(['small-chunks', 'implicit'] as const)(
      'leave the file as long as it is where it has all of them: %s',
      async (kind) => {
        const path = killed({ kind, datasets: ['d'], rows: 45 });
        const { size } = statSync(path);
        expect(await recover(path)).toMatchObject({ formerFileSize: size, fileSize: size });
        expect(statSync(path).size).toBe(size);
        expectSound(checkPlaces(python, path, ['d']), ['d'], 45);
      },
    );

    it.each(testBackends)('are read on $name, and keep their place from new ones', async ({ createAdapter }) => {
      const path = killed({ kind: 'contiguous', datasets: ['d', 'e'], rows: 40 });
      await recover(path);
      const adapter = await createAdapter();
      const expected = Float64Array.from(written(0, [0, 40]).flatMap((value) => Array<number>(50).fill(value)));
      {
        await using file = await openFile(path, { adapter, mode: 'r+' });
        for (const name of ['/d', '/e'])
          expect((await (await file.dataset(name, 'float64')).read()).data).toEqual(expected);
        const created = await file.root.createDataset('new', { dtype: dtypes.float64, shape: [200_000] });
        await created.write([[0, 200_000]], new Float64Array(200_000).fill(0.5));
        await file.close();
      }
      expectSound(checkPlaces(python, path, ['d', 'e']), ['d', 'e'], 40);
      await using file = await openFile(path, { adapter, mode: 'r' });
      const { data } = await (await file.dataset('/new', 'float64')).read();
      expect([data.length, data.every((value) => value === 0.5)]).toEqual([200_000, true]);
    });

    it('are found before SWMR mode too', async () => {
      const path = killed({ kind: 'contiguous', datasets: ['d'], rows: 40, swmr: false });
      const { size } = statSync(path);
      const { formerFileSize, fileSize, formerWriter } = await recover(path);
      expect([formerWriter, formerFileSize]).toEqual(['writing', size]);
      expect(fileSize).toBeGreaterThan(datasetBytes);
      expectSound(checkPlaces(python, path, ['d']), ['d'], 40);
    });

    it('are extended in no dry run, which says what would be', async () => {
      const path = killed({ kind: 'contiguous', datasets: ['d'], rows: 40 });
      const before = digest(path);
      const planned = await recover(path, { dryRun: true });
      expect(digest(path)).toBe(before);
      const { outcome, formerFileSize, fileSize, changes } = await recover(path);
      expect(planned).toMatchObject({ outcome: 'would-recover', formerFileSize, fileSize, changes });
      expect(outcome).toBe('recovered');
      // And all of it can be undone.
      writeChanges(
        path,
        changes.map((change) => ({ ...change, before: change.after, after: change.before })),
        fileSize,
      );
      truncateSync(path, formerFileSize);
      expect(digest(path)).toBe(before);
    });

    it('are whole in a copy, and the file stays as it is', async () => {
      const path = killed({ kind: 'contiguous', datasets: ['d'], rows: 40 });
      const before = digest(path);
      const copyTo = `${path}.copy`;
      const { fileSize, formerFileSize } = await recover(path, { copyTo });
      expect([digest(path), statSync(path).size]).toEqual([before, formerFileSize]);
      expect(statSync(copyTo).size).toBe(fileSize);
      expectSound(checkPlaces(python, copyTo, ['d']), ['d'], 40);
    });

    it('are not looked for any more when somebody stops it', async () => {
      const path = killed({ kind: 'contiguous', datasets: ['d'], rows: 40 });
      const before = digest(path);
      const stop = new AbortController();
      const machine = {
        ...fakeMachine(folder),
        fileSystemOf: () => {
          stop.abort(new Error('enough'));
          return { name: 'local', shared: false };
        },
      };
      await expect(recoverFile(path, { signal: stop.signal }, machine)).rejects.toThrow('enough');
      expect(digest(path)).toBe(before);
    });
  },
);
