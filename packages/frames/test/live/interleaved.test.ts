import type { Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { followSources, type ChosenDatasets } from './live-run.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const scan = {
  key: '/entry/keys',
  data: '/entry/frames',
  frames: 4000,
  frameShape: [3, 4],
  dtype: 'uint16' as const,
};

function takingTurns(sources: number): (file: Hdf5File) => Promise<ChosenDatasets> {
  return async (file) => ({
    interleaved: { image: await Promise.all(upTo(sources).map((source) => file.dataset(`/entry/frames/${source}`))) },
  });
}

describe.skipIf(python === undefined).each(testBackends)(
  'interleaved datasets of a live writer on $name',
  (backend) => {
    let adapter: Hdf5Adapter;
    beforeAll(async () => {
      adapter = await backend.createAdapter();
    });

    it.each([
      ['3, growing from nothing', { sources: 3, growing: true, bounded: true }],
      ['3, preallocated', { sources: 3 }],
      ['4, growing from nothing, compressed', { sources: 4, growing: true, bounded: true, filters: ['gzip:1'] }],
      ['4, growing from nothing in chunks of 5', { sources: 4, growing: true, bounded: true, chunks: [5, 3, 4] }],
    ])('%s, give every frame as it was written, in order', async (_, layout) => {
      await using folder = await ScratchFolder.create();
      const spec = { ...scan, ...layout, path: folder.file('scan.h5') };
      const run = await followSources(python as string, adapter, spec, takingTurns(layout.sources));
      expect([run.wrong, run.end]).toEqual([[], { reason: 'complete' }]);
      expect(run.indices).toEqual(upTo(scan.frames));
      expect(run.readLive).toBeGreaterThan(0);
    });

    it.each([
      [{ every: 3 }, (index: number) => index % 3 === 0],
      [{ every: 4 }, (index: number) => index % 4 === 0],
      [{ partition: { index: 1, count: 3 } }, (index: number) => index % 3 === 1],
      [{ partition: { index: 1, count: 2, block: 7 } }, (index: number) => index % 14 >= 7],
      [{ every: 2, partition: { index: 0, count: 2 } }, (index: number) => index % 4 === 0],
    ])('give chosen points: %o', async (options, isWanted) => {
      await using folder = await ScratchFolder.create();
      for (const layout of [{ sources: 3, growing: true, bounded: true }, { sources: 4 }]) {
        const spec = { ...scan, frames: 1500, ...layout, path: folder.file(`scan-${layout.sources}.h5`) };
        const run = await followSources(python as string, adapter, spec, takingTurns(layout.sources), options);
        expect([run.wrong, run.end]).toEqual([[], { reason: 'complete' }]);
        expect(run.indices).toEqual(upTo(1500).filter(isWanted));
      }
    });

    it('of an endless scan end when its writer closes the file', async () => {
      await using folder = await ScratchFolder.create();
      const spec = { ...scan, sources: 3, growing: true, growingKeys: true, path: folder.file('scan.h5') };
      const run = await followSources(python as string, adapter, spec, takingTurns(3), { afterwards: 'close' });
      expect([run.wrong, run.end]).toEqual([[], { reason: 'closed' }]);
      expect(run.indices).toEqual(upTo(scan.frames));
    });
  },
);
