import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Filter, Selection } from '@h5tail/adapter';
import { resolveSelection } from '@h5tail/adapter/implementation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecodePool, DecoderSet, SharedDescriptor } from '../../src/decoding.js';
import { decodeChunks } from '../../src/decoding/read-chunks.js';
import { openChunkIndex, type ChunkIndex, type ChunkPlaces } from '../../src/index.js';

const python = process.env['H5TAIL_PYTHON'] || 'python3';
const script = fileURLToPath(new URL('../python/compressed-chunks.py', import.meta.url));

/** What h5py says of a dataset. */
interface Told {
  readonly address: number;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly filters: readonly Filter[];
}

interface NumberArray extends Uint8Array {
  readonly buffer: ArrayBuffer;
}

const arrays: Record<string, new (length: number) => NumberArray> = {
  '|u1': Uint8Array,
  '<u2': Uint16Array as unknown as new (length: number) => NumberArray,
  '<i4': Int32Array as unknown as new (length: number) => NumberArray,
  '<f4': Float32Array as unknown as new (length: number) => NumberArray,
  '<f8': Float64Array as unknown as new (length: number) => NumberArray,
};
const factors = [10007, 101, 7];
const pool = new DecodePool({ threads: 2 });
const decoders = new DecoderSet();

describe.skipIf(process.env['H5TAIL_INTEROP'] === '0')('chunks of files that h5py wrote', () => {
  let folder: string;
  let path: string;
  let told: Readonly<Record<string, Told>>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-decoding-'));
    path = join(folder, 'compressed.h5');
    execFileSync(python, [script, path]);
    told = JSON.parse(readFileSync(join(folder, 'compressed.json'), 'utf8')) as typeof told;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What an index answers, and how often it was asked before. */
  type Change = (places: ChunkPlaces | undefined, times: number) => ChunkPlaces | undefined;

  async function read(
    name: string,
    selection: Selection = [],
    { file = path, change = (places) => places }: { readonly file?: string; readonly change?: Change } = {},
  ): Promise<{ isRight: boolean | undefined; data: number[]; expected: number[] }> {
    const { address, shape, dtype, filters } = told[name] as Told;
    const slab = resolveSelection(selection, shape);
    const descriptor = openSync(file, 'r');
    const shared = SharedDescriptor.of(file, descriptor) as SharedDescriptor;
    const index = openChunkIndex(descriptor, address) as ChunkIndex;
    const result = new (arrays[dtype] as (typeof arrays)[string])(slab.size);
    const bytes = new Uint8Array(result.buffer);
    const elementBytes = result.BYTES_PER_ELEMENT;
    let times = 0;
    const { kind, chunkShape, chunkBytes, isFiltered, steps } = index;
    const places: ChunkIndex['places'] = (...parameters) => index.places(...parameters);
    const placesIn: ChunkIndex['placesIn'] = (...parameters) => change(index.placesIn(...parameters), times++);
    const asked: ChunkIndex = { kind, chunkShape, chunkBytes, isFiltered, steps, places, placesIn };
    const outcome = decodeChunks({ pool, decoders, file: shared, index: asked, filters, elementBytes, slab, bytes });
    // Nobody else uses it any more; what is under way still does.
    shared.release();
    const isRight = outcome && (await outcome) === bytes;
    return { isRight, data: [...result], expected: valuesOf(slab, dtype) };
  }

  function valuesOf(slab: ReturnType<typeof resolveSelection>, dtype: string): number[] {
    let all = [0];
    for (const [axis, count] of slab.count.entries()) {
      const steps = Array.from(
        { length: count },
        (_, i) => ((slab.start[axis] as number) + i) * (factors[axis] as number),
      );
      all = all.flatMap((before) => steps.map((step) => before + step));
    }
    return all.map((sum) => (dtype === '|u1' ? (sum % 65521) % 256 : sum % 65521));
  }

  async function check(name: string, selection?: Selection): Promise<void> {
    const { isRight, data, expected } = await read(name, selection);
    expect(isRight).toBe(true);
    expect(data).toEqual(expected);
  }

  it.each([
    'deflate',
    'shuffle',
    'fletcher32',
    'shuffle-deflate',
    'shuffle-deflate-fletcher32',
    'fletcher32-deflate',
    'deflate-shuffle',
    'fletcher32-shuffle-deflate',
    'masked',
    'edges',
    'fixed-edges',
    'several',
    'single',
    'columns',
    'endless',
    'of-i4',
    'of-f4',
    'of-f8',
  ])('%s: all elements', async (name) => {
    await check(name);
  });

  it.each<[string, Selection]>([
    [
      'edges',
      [
        [1, 4],
        [31, 65],
        [24, 51],
      ],
    ],
    ['edges', [4, [60, 70], [50, 61]]],
    [
      'fixed-edges',
      [
        [0, 5],
        [0, 70],
        [25, 50],
      ],
    ],
    ['several', [[5, 7]]],
    [
      'several',
      [
        [0, 20],
        [10, 12],
      ],
    ],
    ['several', [19]],
    [
      'single',
      [
        [3, 17],
        [29, 30],
      ],
    ],
    [
      'endless',
      [
        [5, 13],
        [29, 60],
        [10, 50],
      ],
    ],
    [
      'columns',
      [
        [2, 38],
        [39, 281],
      ],
    ],
    [
      'masked',
      [
        [2, 7],
        [1, 59],
        [0, 50],
      ],
    ],
    [
      'of-f8',
      [
        [1, 8],
        [3, 50],
        [7, 49],
      ],
    ],
  ])('%s: a part %j', async (name, selection) => {
    await check(name, selection);
  });

  it('several at once', async () => {
    const names = ['deflate', 'masked', 'edges', 'several', 'columns', 'of-f8'];
    await Promise.all([...names, ...names, ...names].map((name) => check(name)));
  });

  it('filters that need HDF5, and steps, are left to it', async () => {
    const { filters } = told['deflate'] as Told;
    expect(decoders.pipeline([...filters, { id: 4, options: [] }])).toBeUndefined();
    expect((await read('deflate', [[0, 9, 2]])).isRight).toBeUndefined();
  });

  it('a chunk that is damaged is told', async () => {
    const file = join(folder, 'damaged.h5');
    copyFileSync(path, file);
    const { address } = told['shuffle-deflate-fletcher32'] as Told;
    const descriptor = openSync(file, 'r+');
    const position = openChunkIndex(descriptor, address)?.places(descriptor, 4, 1)?.positions[0] as number;
    const byte = new Uint8Array(1);
    readSync(descriptor, byte, 0, 1, position + 100);
    writeSync(descriptor, Uint8Array.of((byte[0] as number) ^ 1), 0, 1, position + 100);
    const name = 'shuffle-deflate-fletcher32';
    expect((await read(name, [[0, 9]], { file })).isRight).toBe(false);
    expect((await read(name, [[5, 9]], { file })).isRight).toBe(true);
  });

  it('a chunk that is elsewhere when it is decoded, or not certain, is told', async () => {
    const moved = (how: 'moved' | 'resized' | 'unmasked' | 'gone'): Change => {
      return (places, times) => {
        if (times === 0 || places?.sizes === undefined || places.filterMasks === undefined) return places;
        if (how === 'gone') return undefined;
        const changed = { moved: places.positions, resized: places.sizes, unmasked: places.filterMasks }[how];
        changed[1] = (changed[1] as number) + 1;
        return places;
      };
    };
    expect((await read('several')).isRight).toBe(true);
    for (const how of ['moved', 'resized', 'unmasked', 'gone'] as const) {
      expect((await read('several', [], { change: moved(how) })).isRight).toBe(false);
    }
  });

  it('a chunk that is not stored is left to HDF5', async () => {
    const change: Change = (places) => {
      places?.positions.fill(-1, 3, 4);
      return places;
    };
    expect((await read('several', [], { change })).isRight).toBeUndefined();
  });
});
