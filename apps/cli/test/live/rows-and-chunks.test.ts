import { join } from 'node:path';
import { openFile } from '@h5tail/adapter';
import { framePattern, LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { lastLine } from './frame-lines.js';
import { programOn } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop() as string;
const frameShape = [6, 8];

const pattern = (index: number): number[] => [...framePattern(index, frameShape, 'uint16')];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Statistics of numbers, as the lines have them. */
function statistics(values: readonly number[]) {
  return {
    dtype: '<u2',
    min: Math.min(...values),
    max: Math.max(...values),
    mean: sum(values) / values.length,
    sum: sum(values),
  };
}

describe.skipIf(pythonForInterop() === undefined).each(testBackends)(
  'rows and chunks on $name, with h5py writing in another process',
  ({ name, createAdapter }) => {
    const folder = temporaryFolder();
    const { start } = programOn(name);

    it('gets every row of a grid that grows, with the statistics of each frame', { timeout: 60_000 }, async () => {
      const path = join(folder, 'grid.h5');
      await using writer = await LiveWriter.start({ python });
      await using rows = start(['rows', path, '--keys', '/keys', '--data', '/data', '--wait']);
      const scan = { data: '/data', keys: ['/keys'], frames: 24 * 20, grid: [24, 20], frameShape, dtype: 'uint16' };
      await writer.scan({ ...scan, path, growing: true, bounded: true, intervalMs: 1 }).done;
      expect(await rows.ended).toMatchObject({ exitCode: 0, stderr: lastLine('24 rows, complete: every key is set') });
      expect(rows.lines).toHaveLength(24);
      rows.lines.forEach((line, row) => {
        const frames = Array.from({ length: 20 }, (_, column) => statistics(pattern(20 * row + column)));
        const values = Array.from({ length: 20 }, (_, column) => pattern(20 * row + column)).flat();
        expect(JSON.parse(line)).toEqual({
          row,
          start: 20 * row,
          stop: 20 * row + 20,
          position: [row],
          data: {
            '/data': {
              ...statistics(values),
              shape: frameShape,
              perFrame: {
                min: frames.map(({ min }) => min),
                max: frames.map(({ max }) => max),
                mean: frames.map(({ mean }) => mean),
                sum: frames.map((frame) => frame.sum),
              },
            },
          },
        });
      });
    });

    it('gets every chunk without keys, or says that this backend cannot', { timeout: 60_000 }, async () => {
      const path = join(folder, 'chunks.h5');
      const [length, count] = [5, 12];
      await using writer = await LiveWriter.start({ python });
      const layout = { shape: [0, ...frameShape], maxShape: [null, ...frameShape], chunks: [length, ...frameShape] };
      const dataset = { path: '/data', dtype: 'uint16', ...layout } as const;
      await writer.step({ do: 'create', path, datasets: [dataset] });
      await writer.step({ do: 'swmr' });
      await using file = await openFile(path, { adapter: await createAdapter(), mode: 'r', swmr: true });
      const tellsChunks = typeof (await file.dataset('/data')).chunkInfo === 'function';
      await using chunks = start(['chunks', path, '--data', '/data', '--values']);
      if (!tellsChunks) {
        const { exitCode, stderr } = await chunks.ended;
        expect([exitCode, chunks.lines]).toEqual([1, []]);
        expect(stderr).toMatch(/^h5tail: .*: \/data: .*lacks the capability .* choose with --backend\n$/);
        return;
      }
      for (let chunk = 0; chunk < count; chunk++) {
        await writer.step({ do: 'resize', dataset: '/data', shape: [length * (chunk + 1), ...frameShape] });
        for (let index = length * chunk; index < length * (chunk + 1); index++) {
          const frame = { value: 'frame', index, frameRank: 2 } as const;
          await writer.step({ do: 'write', dataset: '/data', selection: [index], ...frame });
        }
        await writer.step({ do: 'flush', dataset: '/data' });
        const values = Array.from({ length }, (_, i) => pattern(length * chunk + i)).flat();
        expect(JSON.parse(await chunks.line(chunk + 1))).toEqual({
          index: length * chunk,
          stop: length * (chunk + 1),
          maxShape: [null],
          data: { '/data': { ...statistics(values), shape: [length, ...frameShape], values } },
        });
      }
      await writer.step({ do: 'close' });
      expect(await chunks.ended).toMatchObject({
        exitCode: 0,
        stderr: lastLine(`${count} chunks, closed: the writer has closed the file`),
      });
    });
  },
);
