import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChunkIndex, type ChunkIndex, type ChunkPlaces } from '../src/index.js';
import { fixture } from './fixture.js';

const python = process.env['H5TAIL_PYTHON'] || 'python3';
const script = fileURLToPath(new URL('python/chunk-indexes.py', import.meta.url));

/** What h5py says of a dataset. */
interface Told {
  readonly address: number;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  /** Chunks that are stored. */
  readonly count: number;
  /** Of all of these, or of some where there are many: position, size, filter mask. */
  readonly positions: readonly (readonly [number, number, number])[];
  /** Of each chunk, where there are not many: which one, counted in chunks; CRC (none if not stored), size, mask. */
  readonly contents: readonly (readonly (number | null)[])[];
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-chunks-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('what has no such index is undefined', () => {
  const inFile = (path: string, address: number): ChunkIndex | undefined =>
    withFile(path, (file) => openChunkIndex(file, address));
  expect(inFile(fixture('not-hdf5.h5'), 96)).toBeUndefined();
  for (const address of [0, 96, 1e9, -1, NaN, Infinity, 2 ** 53, 0.5]) {
    expect(inFile(fixture('dtypes.h5'), address)).toBeUndefined();
  }
  expect(openChunkIndex(-1, 96)).toBeUndefined();
});

describe.skipIf(process.env['H5TAIL_INTEROP'] === '0')('of files that h5py wrote', () => {
  let bytes: Buffer;
  beforeAll(() => {
    execFileSync(python, [script, 'make', folder]);
    bytes = readFileSync(join(folder, 'numbered.h5'));
  }, 30_000);

  test.each([
    ['endless-1', 'extensible-array'],
    ['endless-10', 'extensible-array'],
    ['endless-5000', 'extensible-array'],
    ['endless-200000', 'extensible-array'],
    ['endless-frames-10', 'extensible-array'],
    ['endless-frames-5000', 'extensible-array'],
    ['endless-frames-20000', 'extensible-array'],
    ['fixed-1', 'fixed-array'],
    ['fixed-10', 'fixed-array'],
    ['fixed-5000', 'fixed-array'],
    ['fixed-200000', 'fixed-array'],
    ['endless-gzip', 'extensible-array'],
    ['fixed-gzip', 'fixed-array'],
    ['endless-sparse', 'extensible-array'],
    ['fixed-sparse', 'fixed-array'],
    ['endless-gzip-sparse', 'extensible-array'],
    ['fixed-gzip-sparse', 'fixed-array'],
  ])('%s: every chunk, by what it holds', (name, kind) => {
    const path = join(folder, 'numbered.h5');
    const told = toldOf('numbered')[name] as Told;
    const isFiltered = name.includes('gzip');
    withFile(path, (file) => {
      const index = openChunkIndex(file, told.address) as ChunkIndex;
      expect(index).toMatchObject({ kind, isFiltered, chunkShape: told.chunks });
      const count = told.shape[0] as number;
      const all = index.places(file, 0, count) as ChunkPlaces;
      const { positions, sizes, filterMasks } = all;
      const stored = positions.filter((position) => position >= 0).length;
      expect(stored).toBe(told.count);
      let wrong = 0;
      positions.forEach((position, i) => {
        if (position >= 0 && bytes.readUInt32LE(position) !== i) wrong++;
        const isStored = position >= 0;
        if (sizes !== undefined && sizes[i] !== (isStored ? 4 + (i % 5) : 0)) wrong++;
        if (filterMasks !== undefined && filterMasks[i] !== (isStored ? i % 3 : 0)) wrong++;
      });
      expect(wrong).toBe(0);
      expect([sizes !== undefined, filterMasks !== undefined]).toEqual([isFiltered, isFiltered]);
      for (const place of told.positions) {
        const i = positions.indexOf(place[0]);
        expect([positions[i], sizes?.[i] ?? place[1], filterMasks?.[i] ?? 0]).toEqual(place);
      }

      const random = randomNumbers(7);
      for (let i = 0; i < 200; i++) {
        const from = Math.floor(random() * count);
        const length = Math.floor(random() * Math.min(300, count - from)) + (i % 2);
        const places = index.places(file, from, length);
        expect(places?.positions).toEqual(positions.slice(from, from + length));
        expect(places?.sizes).toEqual(sizes?.slice(from, from + length));
        expect(places?.filterMasks).toEqual(filterMasks?.slice(from, from + length));
      }
    });
  });

  const endless = ['first-endless', 'middle-endless', 'last-endless', 'endless-empty', 'shrunk', 'long'];
  const fixed = ['fixed', 'fixed-gzip', 'fixed-empty', 'single', 'single-gzip', 'single-empty', 'implicit', 'pages'];
  test.each([
    ['small', [...endless, ...endless.slice(0, 3).map((name) => `${name}-gzip`), ...fixed]],
    ['user-block', [...endless, ...endless.slice(0, 3).map((name) => `${name}-gzip`), ...fixed]],
    ['sizes4', fixed],
  ])('%s.h5: every chunk of every index, by its number', (fileName, names) => {
    const path = join(folder, `${fileName}.h5`);
    const toldOfAll = toldOf(fileName);
    expect(new Set(Object.keys(toldOfAll))).toEqual(new Set([...names, 'two-endless', 'two-endless-gzip']));
    withFile(path, (file) => {
      for (const [name, told] of Object.entries(toldOfAll)) {
        const index = openChunkIndex(file, told.address);
        expect(index, name).toBeDefined();
        if (name.startsWith('two-endless')) expect(index?.kind).toBe('version-2-b-tree');
        expect(index?.isFiltered).toBe(name.includes('gzip') || name === 'fixed-empty');
        if (index !== undefined) checkPlaces(index, file, told);
      }
    });
  });

  test('a user block that was put before the file later is minded', () => {
    const path = join(folder, 'moved.h5');
    writeFileSync(path, Buffer.concat([Buffer.alloc(2048), readFileSync(join(folder, 'small.h5'))]));
    const told = toldOf('small')['middle-endless-gzip'] as Told;
    const positions = told.positions.map(([position, ...rest]) => [position + 2048, ...rest] as const);
    withFile(path, (file) =>
      checkPlaces(openChunkIndex(file, told.address) as ChunkIndex, file, { ...told, positions }),
    );
  });

  test('the kinds', () => {
    const told = toldOf('small');
    withFile(join(folder, 'small.h5'), (file) => {
      const kinds = ['first-endless', 'fixed', 'implicit', 'single', 'single-gzip', 'two-endless'].map(
        (name) => openChunkIndex(file, told[name]?.address as number)?.kind,
      );
      expect(kinds).toEqual([
        'extensible-array',
        'fixed-array',
        'implicit',
        'single-chunk',
        'single-chunk',
        'version-2-b-tree',
      ]);
    });
  });

  test.each(['old', 'old-user-block'])('%s.h5: every chunk of every version 1 B-tree, of every size', (fileName) => {
    withFile(join(folder, `${fileName}.h5`), (file) => {
      for (const [name, told] of Object.entries(toldOf(fileName))) {
        const index = openChunkIndex(file, told.address);
        expect(index, name).toMatchObject({ kind: 'version-1-b-tree', isFiltered: name.includes('gzip') || name === 'fixed-empty' });
        if (index !== undefined) checkPlaces(index, file, told);
      }
    });
  });

  test.each(['tree', 'tree-gzip', 'tree-sparse', 'tree-backwards', 'old-tree', 'old-tree-gzip', 'old-tree-backwards'])(
    '%s: every chunk of a deep tree, by what it holds',
    (name) => {
      const fileName = name.startsWith('old') ? 'old-grid' : 'grid';
      const path = join(folder, `${fileName}.h5`);
      const told = toldOf(fileName)[name] as Told;
      const stored = readFileSync(path);
      const isFiltered = name.includes('gzip');
      withFile(path, (file) => {
        const index = openChunkIndex(file, told.address) as ChunkIndex;
        expect(index.kind).toBe(name.startsWith('old') ? 'version-1-b-tree' : 'version-2-b-tree');
        const [rows, columns] = told.shape as [number, number];
        const all = index.placesIn(file, [0, 0], [rows, columns]) as ChunkPlaces;
        expect(all.positions.filter((position) => position >= 0).length).toBe(told.count);
        let wrong = 0;
        all.positions.forEach((position, i) => {
          if (position < 0) return;
          if (stored.readUInt32LE(position) !== i) wrong++;
          if (isFiltered && (all.sizes?.[i] !== 4 + (i % 5) || all.filterMasks?.[i] !== i % 3)) wrong++;
        });
        expect(wrong).toBe(0);
        const random = randomNumbers(5);
        for (let round = 0; round < 300; round++) {
          const [row, column] = [Math.floor(random() * rows), Math.floor(random() * columns)];
          const counts = [rows - row, columns - column].map((most) => Math.floor(random() * (Math.min(most, 20) + 1)));
          const [height, width] = counts as [number, number];
          const numbers = Array.from({ length: height * width }, (_, i) => {
            return (row + Math.floor(i / width)) * columns + column + (i % width);
          });
          const places = index.placesIn(file, [row, column], counts);
          expect([...(places?.positions ?? [])]).toEqual(numbers.map((number) => all.positions[number]));
          expect([...(places?.sizes ?? [])]).toEqual(isFiltered ? numbers.map((number) => all.sizes?.[number]) : []);
        }
        expect(index.places(file, 0, 1)).toBeUndefined();
        expect(index.placesIn(file, [200, 300], [2, 2])?.positions).toEqual(
          name.startsWith('old') ? undefined : Float64Array.of(-1, -1, -1, -1),
        );
        expect(() => index.placesIn(file, [0], [1])).toThrow(RangeError);
        expect(() => index.placesIn(file, [0, 0.5], [1, 1])).toThrow(RangeError);
      });
    },
  );

  test('blocks of chunks of every kind of index, as they are numbered', () => {
    const told = toldOf('small');
    withFile(join(folder, 'small.h5'), (file) => {
      const random = randomNumbers(9);
      for (const name of ['first-endless', 'middle-endless', 'last-endless-gzip', 'fixed', 'fixed-gzip', 'implicit']) {
        const index = openChunkIndex(file, told[name]?.address as number) as ChunkIndex;
        const { shape, chunks } = told[name] as Told;
        const along = shape.map((extent, axis) => Math.ceil(extent / (chunks[axis] as number)));
        for (let round = 0; round < 50; round++) {
          const first = along.map((count) => Math.floor(random() * count));
          const counts = along.map((count, axis) => Math.floor(random() * (count - (first[axis] as number) + 1)));
          const places = index.placesIn(file, first, counts) as ChunkPlaces;
          let place = 0;
          for (let i = 0; i < (counts[0] as number); i++) {
            for (let j = 0; j < (counts[1] as number); j++) {
              for (let k = 0; k < (counts[2] as number); k++, place++) {
                const number = [i, j, k].reduce(
                  (sum, within, axis) => sum + (within + (first[axis] as number)) * (index.steps[axis] as number),
                  0,
                );
                expect(places.positions[place]).toBe(index.places(file, number, 1)?.positions[0]);
                expect(places.sizes?.[place]).toBe(index.places(file, number, 1)?.sizes?.[0]);
              }
            }
          }
          expect(places.positions.length).toBe(place);
        }
        expect(index.placesIn(file, [1e6, 1e6, 1e6], [1, 1, 1])).toBeUndefined();
      }
    });
  });

  test('numbers that are out of bounds', () => {
    withFile(join(folder, 'small.h5'), (file) => {
      const told = toldOf('small');
      const fixedArray = openChunkIndex(file, told['fixed']?.address as number) as ChunkIndex;
      const most = 5 * 8 * 7;
      expect(fixedArray.places(file, 0, most)?.positions.length).toBe(most);
      expect(fixedArray.places(file, most, 0)?.positions.length).toBe(0);
      expect(fixedArray.places(file, most, 1)).toBeUndefined();
      expect(fixedArray.places(file, 0, Number.MAX_SAFE_INTEGER)).toBeUndefined();
      expect(fixedArray.places(-1, 0, 1)).toBeUndefined();
      const extensible = openChunkIndex(file, told['first-endless']?.address as number) as ChunkIndex;
      expect(extensible.places(file, 2 ** 31, 3)?.positions).toEqual(Float64Array.of(-1, -1, -1));
      expect(extensible.places(file, 2 ** 52, 1)).toBeUndefined();
      for (const number of [-1, 0.5, NaN, Infinity]) {
        expect(() => extensible.places(file, number, 1)).toThrow(RangeError);
        expect(() => extensible.places(file, 0, number)).toThrow(RangeError);
      }
    });
  });

  test('with damaged bytes, places are right or undefined', () => {
    const intact = readFileSync(join(folder, 'small.h5'));
    const told = Object.values(toldOf('small')).filter(({ count }) => count > 0);
    const find = (file: number, { address, count }: Told): (ChunkPlaces | undefined)[] => {
      const index = openChunkIndex(file, address);
      if (index?.kind === 'version-2-b-tree') return [index.placesIn(file, [0, 0, 0], [4, 5, 4])];
      return [0, Math.floor(count / 2), count].map((first) => index?.places(file, first, Math.min(count, 100)));
    };
    const right = withFile(join(folder, 'small.h5'), (file) => told.map((dataset) => find(file, dataset)));
    const starts = [...intact.toString('latin1').matchAll(/OHDR|OCHK|EA[HISD][DB]|FA[HD][DB]|BT(HD|LF|IN)/g)].map((m) => m.index);
    expect(starts.length).toBeGreaterThan(40);
    // Opened once: some file systems write a file out at once that is cut to nothing and closed.
    const file = openSync(join(folder, 'damaged.h5'), 'w+');
    const random = randomNumbers(3);
    const upTo = (limit: number): number => Math.floor(random() * limit);
    let undefineds = 0;
    for (let round = 0; round < 70; round++) {
      const damaged = Buffer.from(intact);
      for (let i = 0; i < 6; i++) {
        const at = (starts[upTo(starts.length)] as number) + upTo(i < 3 ? 40 : 400);
        if (i % 2 === 0) damaged[at] = upTo(256);
        else damaged.fill(i === 1 ? 0xff : upTo(256), at, at + upTo(16));
      }
      const cut = round % 10 === 0 ? upTo(damaged.length) : damaged.length;
      writeSync(file, damaged, 0, damaged.length, 0);
      ftruncateSync(file, cut);
      told.forEach((dataset, i) => {
        for (const [k, found] of find(file, dataset).entries()) {
          if (found === undefined) undefineds++;
          else expect(found).toEqual(right[i]?.[k]);
        }
      });
    }
    closeSync(file);
    expect(undefineds).toBeGreaterThan(100);
  });

  test('an index that is open notices what happens to its blocks, and that they are repaired', () => {
    const path = join(folder, 'changed.h5');
    writeFileSync(path, bytes);
    const told = toldOf('numbered')['endless-5000'] as Told;
    withFile(path, (file) => {
      const index = openChunkIndex(file, told.address) as ChunkIndex;
      const first = index.places(file, 3000, 128) as ChunkPlaces;
      const element = Buffer.alloc(8);
      element.writeBigUInt64LE(BigInt(first.positions[0] as number));
      const at = bytes.indexOf(element);
      writeAt(path, Buffer.from([0x77]), at + 1);
      expect(index.places(file, 3000, 128)).toBeUndefined();
      expect(index.places(file, 0, 128)).toBeDefined();
      writeAt(path, element, at);
      expect(index.places(file, 3000, 128)).toEqual(first);
    });
  });

  test('while a SWMR writer is at it, places are those that they stay', { timeout: 60_000 }, async () => {
    const path = join(folder, 'live.h5');
    const writer = spawn(python, [script, 'follow', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const live = { addresses: {} as Record<string, number>, hasStarted: false, hasEnded: false };
    createInterface(writer.stdout).on('line', (line) => {
      live.addresses = JSON.parse(line) as Record<string, number>;
      live.hasStarted = true;
    });
    const exit = new Promise((resolve, reject) => writer.once('error', reject).once('exit', resolve));
    void exit.finally(() => (live.hasEnded = true)).catch(() => undefined);
    while (!live.hasStarted && !live.hasEnded) await setImmediate();

    const file = openSync(path, 'r');
    const names = ['endless', 'fixed', 'moving', 'tree'] as const;
    const indexes = names.map((name) => openChunkIndex(file, live.addresses[name] as number) as ChunkIndex);
    const seen = {
      endless: new Float64Array(3000).fill(-1),
      fixed: new Float64Array(3000).fill(-1),
      tree: new Float64Array(3000).fill(-1),
    };
    const random = randomNumbers(11);
    const tail: Record<string, number> = { endless: 0, fixed: 0, moving: 0, tree: 0 };
    let [answers, unanswered, inflated] = [0, 0, 0];
    for (let step = 0; !live.hasEnded; step++) {
      if (step % 8 === 0) await setImmediate();
      const name = names[step % 4] as (typeof names)[number];
      const index = indexes[step % 4] as ChunkIndex;
      const most = name === 'moving' ? 375 : 3000;
      const end = tail[name] as number;
      const first = Math.floor(step % 8 < 4 ? Math.max(0, end - 20) : random() * end);
      const count = Math.min(128, most - first);
      const places =
        name === 'tree' ? index.placesIn(file, [0, first], [1, count]) : index.places(file, first, count);
      if (places === undefined) {
        unanswered++;
        continue;
      }
      answers++;
      places.positions.forEach((position, i) => {
        if (position < 0) return;
        tail[name] = Math.max(tail[name] as number, first + i + 1);
        if (name === 'moving') {
          if (step % 3 === 0) inflated += checkInflated(file, position, places.sizes?.[i] as number);
          return;
        }
        const before = seen[name][first + i] as number;
        if (before !== -1 && before !== position) throw new Error(`${name} ${first + i} has moved`);
        seen[name][first + i] = position;
        if (before === -1) expect(readNumber(file, position)).toBe(first + i + 1);
      });
    }
    expect(await exit).toBe(0);
    expect(answers).toBeGreaterThan(300);
    expect(inflated).toBeGreaterThan(100);
    expect(unanswered).toBeLessThan(answers / 10);

    execFileSync(python, [script, 'describe', path]);
    const told = toldOf('live');
    names.forEach((name, i) => {
      checkPlaces(indexes[i] as ChunkIndex, file, told[name] as Told);
      const fresh = openChunkIndex(file, live.addresses[name] as number);
      const counts = name === 'tree' ? [1, 3000] : [told[name]?.count as number];
      const first = counts.map(() => 0);
      const all = (indexes[i] as ChunkIndex).placesIn(file, first, counts);
      expect(fresh?.placesIn(file, first, counts)).toEqual(all);
      if (name === 'moving') return;
      const wrong = seen[name].filter((position, k) => position !== -1 && position !== all?.positions[k]);
      expect(wrong.length).toBe(0);
    });
    closeSync(file);
  });
});

function withFile<Answer>(path: string, work: (file: number) => Answer): Answer {
  const file = openSync(path, 'r');
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

function toldOf(name: string): Record<string, Told> {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<string, Told>;
}

/** Every chunk that h5py told of is in its place. */
function checkPlaces(index: ChunkIndex, file: number, { shape, chunks, count, positions, contents }: Told): void {
  const { isFiltered, chunkBytes } = index;
  const along = shape.map((extent, axis) => Math.ceil(extent / (chunks[axis] as number)));
  const origin = along.map(() => 0);
  const places = index.placesIn(file, origin, along) as ChunkPlaces;
  const stored = places.positions.filter((position) => position >= 0);
  expect(stored.length).toBe(count);
  for (const place of positions) {
    const number = places.positions.indexOf(place[0]);
    expect(number).toBeGreaterThanOrEqual(0);
    expect(isFiltered ? places.sizes?.[number] : chunkBytes).toBe(place[1]);
    if (isFiltered) expect(places.filterMasks?.[number]).toBe(place[2]);
  }
  for (const content of contents) {
    const number = along.reduce((sum, extent, axis) => sum * extent + (content[axis] as number), 0);
    const [code, size, filterMask] = content.slice(-3);
    const position = places.positions[number] as number;
    expect(position >= 0).toBe(code !== null);
    if (typeof code !== 'number') continue;
    expect(isFiltered ? places.sizes?.[number] : chunkBytes).toBe(size);
    if (isFiltered) expect(places.filterMasks?.[number]).toBe(filterMask);
    const bytes = Buffer.alloc(size as number);
    readSync(file, bytes, 0, bytes.length, position);
    expect(crc32(bytes)).toBe(code);
  }
}

/** As in zlib, which tells it only in newer versions of Node. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function readNumber(file: number, position: number): number {
  const bytes = Buffer.alloc(4);
  readSync(file, bytes, 0, 4, position);
  return bytes.readInt32LE();
}

function checkInflated(file: number, position: number, size: number): number {
  const bytes = Buffer.alloc(size);
  expect(readSync(file, bytes, 0, size, position)).toBe(size);
  expect(inflateSync(bytes).length).toBe(32);
  return 1;
}

function writeAt(path: string, bytes: Uint8Array, position: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, position);
  closeSync(file);
}

/** Numbers from 0 to 1, the same ones each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
