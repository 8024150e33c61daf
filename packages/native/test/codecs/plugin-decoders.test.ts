import { dirname } from 'node:path';
import { filterIds, openFile, type Dataset } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import type { DecodableFilter, Decode } from '@h5tail/local-file/decoding';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../../tooling/typescript/interop-group.js';
import { Hdf5Library } from '../../src/c/hdf5-library.js';
import { decoderSet } from '../../src/decode-extension.js';
import { nativeAdapter } from '../../src/index.js';
import { FilterPlugins } from '../../src/library/filter-plugins.js';
import { loadLibrary } from '../../src/library/load-library.js';
import { makeCompressedFrames, ReadByH5py } from '../compressed-frames.js';
import { scratchFolder } from '../scratch-folder.js';

const python = pythonForInterop();
const isThere = python !== undefined && hasInteropGroup('library') && hasInteropGroup('plugins');
const names = ['bitshuffle-lz4-u2', 'bitshuffle-lz4-odd', 'bitshuffle-odd', 'lz4', 'lz4-blocks', 'lz4-noise', 'bzip2'];

describe.runIf(isThere)('the decoders of plug-ins', () => {
  const path = scratchFolder()('compressed.h5');
  const { decoders } = decoderSet();
  let plugins: FilterPlugins;

  beforeAll(async () => {
    await makeCompressedFrames(python as string, dirname(path));
    plugins = new FilterPlugins(new Hdf5Library(await loadLibrary()));
  });

  /** What decodes the first chunk, the chunk as it is stored, and its elements. */
  async function firstChunk(name: string, isCalledItself: boolean): Promise<[Decode, Uint8Array, Buffer]> {
    await using file = await openFile(path, { adapter: nativeAdapter(), mode: 'r' });
    const dataset = (await file.dataset(`/${name}`)) as Required<Dataset>;
    const [filter] = dataset.filters.map((one) => plugins.decodable(one));
    const { id, options, plugin } = filter as DecodableFilter;
    const make = decoders.get(id);
    expect(plugin?.isCalledItself).toBe(false);
    const decode = make?.({ id, options, plugin: { path: plugin?.path as string, isCalledItself } }) as Decode;
    const { bytes } = await dataset.readChunk([0, 0, 0]);
    return [decode, bytes, new ReadByH5py(dirname(path), dataset).bytes([[0, 1]])];
  }

  it.each(names)('%s: through what the plug-in was linked with, and by the plug-in itself', async (name) => {
    for (const isCalledItself of [false, true]) {
      const [decode, stored, expected] = await firstChunk(name, isCalledItself);
      const output = Buffer.alloc(expected.length);
      for (let i = 0; i < 3; i++) expect(Buffer.from(decode(stored, output.fill(0))).equals(expected)).toBe(true);
    }
  });

  it.each(names)('%s: whatever the bytes, nothing is written beyond the output', async (name) => {
    const [decode, stored, expected] = await firstChunk(name, false);
    const memory = new Uint8Array(expected.length + 200).fill(0xaa);
    const output = memory.subarray(100, 100 + expected.length);
    let faults = 0;
    const seed = Date.now() % 100_000;
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >>> 8) % below;
    };
    for (let round = 0; round < 60; round++) {
      const torn = stored.slice(0, random(3) === 0 ? random(stored.length) : stored.length);
      for (let i = random(20); i >= 0 && torn.length > 0; i--)
        torn[random(random(2) === 0 ? 32 : torn.length) % torn.length] = random(256);
      try {
        expect(decode(torn, output).length, `seed ${seed}`).toBeLessThanOrEqual(output.length);
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(Error);
        faults++;
      }
      const guards = [...memory.subarray(0, 100), ...memory.subarray(100 + expected.length)];
      expect(
        guards.every((byte) => byte === 0xaa),
        `seed ${seed}`,
      ).toBe(true);
    }
    if (name !== 'lz4-noise') expect(faults, `seed ${seed}`).toBeGreaterThan(0);
  });

  it('are none for filters that keep something between calls, or are not there', () => {
    expect(plugins.decodable({ id: filterIds.blosc, options: [] })).toBeUndefined();
    expect(plugins.decodable({ id: filterIds.szip, options: [] })).toBeUndefined();
    expect(plugins.decodable({ id: 32999, options: [] })).toBeUndefined();
  });
});
