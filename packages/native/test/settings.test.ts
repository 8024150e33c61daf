import { execFileSync } from 'node:child_process';
import { dtypes, openFile } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { structures } from '../src/c/structures.js';
import { hdf5Thread } from '../src/hdf5-thread.js';
import { nativeAdapter, type NativeAdapterOptions } from '../src/index.js';
import { loadLibrary, type LoadedLibrary } from '../src/library/load-library.js';
import { AskedSettings } from './asked-settings.js';
import { openIdentifiers } from './open-identifiers.js';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

describe.skipIf(!hasInteropGroup('library'))('settings', () => {
  const pathOf = scratchFolder();
  const path = pathOf('any.h5');
  let loaded: LoadedLibrary;
  let asked: AskedSettings;
  beforeAll(async () => {
    loaded = await loadLibrary();
    asked = new AskedSettings(loaded, (await hdf5Thread(undefined)).library);
    await write(path, {});
  });

  async function write(name: string, settings: NativeAdapterOptions): Promise<void> {
    await using file = await openFile(name, { adapter: nativeAdapter(settings), mode: 'w' });
    const data = Uint16Array.from({ length: 40 }, (_, i) => i);
    await file.root.createDataset('data', { dtype: dtypes.uint16, shape: [4, 10], chunks: [2, 10], data });
  }

  async function firstElements(name: string, settings: NativeAdapterOptions): Promise<number[]> {
    await using file = await openFile(name, { adapter: nativeAdapter(settings), mode: 'r' });
    return Array.from((await (await file.dataset('/data', 'uint16')).read([0, [0, 3]])).data);
  }

  it.each([
    [{}, { slots: 521, bytes: 1024 * 1024, preemption: 0.75 }],
    [{ chunkCache: { bytes: 8_000_000 } }, { slots: 521, bytes: 8_000_000, preemption: 0.75 }],
    [{ chunkCache: { bytes: 0, slots: 0, preemption: 0 } }, { slots: 0, bytes: 0, preemption: 0 }],
    [{ chunkCache: { bytes: 1e6, slots: 12_421, preemption: 1 } }, { slots: 12_421, bytes: 1e6, preemption: 1 }],
  ])('%j gives the datasets this chunk cache: %j', async (settings, expected) => {
    for (const mode of ['r', 'r+'] as const) {
      await using file = await openFile(path, { adapter: nativeAdapter(settings), mode });
      const data = await file.dataset('/data', 'uint16');
      expect(asked.chunkCache()).toEqual(expected);
      expect((await data.read([3, 9])).data[0]).toBe(39);
    }
  });

  it('metadataCache is that of the file', async () => {
    const metadataCache = { initialBytes: 6_000_000, smallestBytes: 3_000_000, largestBytes: 9_000_000 };
    for (const mode of ['r', 'r+'] as const) {
      {
        await using file = await openFile(path, { adapter: nativeAdapter(), mode });
        await file.root.children();
        expect(asked.metadataCache(structures)).toMatchObject({ initial_size: 2 * 2 ** 20, min_size: 2 ** 20 });
      }
      await using file = await openFile(path, { adapter: nativeAdapter({ metadataCache }), mode });
      await file.root.children();
      expect(asked.metadataCache(structures)).toMatchObject({
        initial_size: 6_000_000,
        min_size: 3_000_000,
        max_size: 9_000_000,
      });
    }
  });

  it('a part of metadataCache leaves the rest as it was', async () => {
    await using file = await openFile(path, {
      adapter: nativeAdapter({ metadataCache: { largestBytes: 50_000_000 } }),
      mode: 'r',
    });
    await file.root.children();
    expect(asked.metadataCache(structures)).toMatchObject({ initial_size: 2 * 2 ** 20, max_size: 50_000_000 });
  });

  describe.skipIf(python === undefined)('of new files, as h5py tells', () => {
    /** Strategy, whether it persists, threshold, bytes of a page, version of the superblock, and a sum of the data. */
    function factsOf(name: string): unknown {
      const program = [
        'import h5py, json, sys',
        'with h5py.File(sys.argv[1]) as f:',
        '    p = f.id.get_create_plist()',
        '    facts = [*map(int, p.get_file_space_strategy()), p.get_file_space_page_size(), p.get_version()[0]]',
        '    print(json.dumps(facts + [int(f["data"][...].sum())]))',
      ].join('\n');
      return JSON.parse(execFileSync(python as string, ['-c', program, name], { encoding: 'utf8' }));
    }
    const sum = (40 * 39) / 2;

    it.each([
      [{}, [0, 0, 1, 4096, 3, sum]],
      [{ fileSpace: { strategy: 'aggregate-free-space' } }, [0, 0, 1, 4096, 3, sum]],
      [{ fileSpace: { strategy: 'aggregate-free-space', persist: true, threshold: 64 } }, [0, 1, 64, 4096, 3, sum]],
      [{ fileSpace: { strategy: 'pages' } }, [1, 0, 1, 4096, 3, sum]],
      [{ fileSpace: { strategy: 'pages', persist: true, pageBytes: 8192 } }, [1, 1, 1, 8192, 3, sum]],
      [{ fileSpace: { strategy: 'aggregate' } }, [2, 0, 1, 4096, 3, sum]],
      [{ fileSpace: { strategy: 'none' } }, [3, 0, 1, 4096, 3, sum]],
      [{ libver: ['v110', 'v110'] }, [0, 0, 1, 4096, 3, sum]],
      [{ libver: ['v18', 'v18'] }, [0, 0, 1, 4096, 2, sum]],
      [{ libver: ['earliest', 'v110'] }, [0, 0, 1, 4096, 0, sum]],
      [{ libver: ['earliest', 'v18'] }, [0, 0, 1, 4096, 0, sum]],
    ] as [NativeAdapterOptions, unknown][])('%j', async (settings, expected) => {
      const name = pathOf('new.h5');
      await write(name, settings);
      expect(factsOf(name)).toEqual(expected);
      expect(await firstElements(name, settings)).toEqual([0, 1, 2]);
    });
  });

  it('do not reach adapters without them', async () => {
    await write(pathOf('old.h5'), { libver: ['v18', 'v18'] });
    await write(pathOf('usual.h5'), {});
    await using file = await openFile(pathOf('usual.h5'), { adapter: nativeAdapter(), mode: 'r+' });
    await file.startSwmrWrite();
    const old = openFile(pathOf('old.h5'), { adapter: nativeAdapter(), mode: 'r+', swmr: true });
    await expect(old).rejects.toMatchObject({ code: 'NOT_SWMR_WRITABLE' });
  });

  it.each([
    ['chunkCache', { chunkCache: { bytes: -1 } }],
    ['chunkCache', { chunkCache: { bytes: Number.NaN } }],
    ['chunkCache', { chunkCache: { bytes: 1.5 } }],
    ['chunkCache', { chunkCache: { bytes: 1000, slots: -5 } }],
    ['chunkCache', { chunkCache: { bytes: 1000, preemption: 1.5 } }],
    ['chunkCache', { chunkCache: { bytes: 1000, preemption: -0.1 } }],
    ['metadataCache', { metadataCache: { initialBytes: 10 } }],
    ['metadataCache', { metadataCache: { initialBytes: -1 } }],
    ['metadataCache', { metadataCache: { initialBytes: 2 ** 40 } }],
    ['metadataCache', { metadataCache: { smallestBytes: 2 ** 25, largestBytes: 2 ** 24 } }],
    ['fileSpace', { fileSpace: { strategy: 'nonsense' as 'none' } }],
    ['fileSpace', { fileSpace: { strategy: 'pages', pageBytes: 100 } }],
    ['fileSpace', { fileSpace: { strategy: 'pages', pageBytes: 2 ** 40 } }],
    ['fileSpace', { fileSpace: { strategy: 'aggregate-free-space', threshold: -1 } }],
    ['libver', { libver: ['v110', 'v18'] }],
    ['libver', { libver: ['v999' as 'v18', 'v110'] }],
  ] as [string, NativeAdapterOptions][])(
    '%s that cannot be is told when a file is opened: %j',
    async (name, settings) => {
      const adapter = nativeAdapter(settings);
      const open = await openIdentifiers();
      const before = open.others();
      // Again, for whoever tries again.
      for (let i = 0; i < 2; i++) {
        await expect(openFile(path, { adapter, mode: 'r' })).rejects.toMatchObject({
          code: 'INVALID_DATA',
          message: expect.stringContaining(name) as string,
          remedy: expect.stringContaining('NativeSettings') as string,
        });
      }
      expect(open.others()).toEqual(before);
    },
  );
});
