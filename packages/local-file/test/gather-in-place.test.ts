import { describe, expect, it } from 'vitest';
import { gatherInPlace } from '../src/gather-in-place.js';
import { gatherSequences } from '../src/global-heap.js';
import type { HeapFile } from '../src/heap-file.js';
import { collectionOf, descriptorsOf, fileOf, type HeapObject, type Place } from './heap-in-memory.js';

const collectionSize = 64 * 1024;

/** Bytes that tell which sequence they are of. */
const dataOf = (sequence: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + sequence * 7) & 0xff);

interface Heap {
  readonly bytes: Uint8Array;
  readonly places: readonly Place[];
}

/** Sequences of so many bytes at least, in collections that are filled one after the other. */
function heapOf(length: (sequence: number) => number, wantedBytes = 9 * 1024 * 1024): Heap {
  const collections: HeapObject[][] = [];
  const places: Place[] = [];
  let room = 0;
  let total = 0;
  for (let sequence = 0; total < wantedBytes; sequence++) {
    const size = length(sequence);
    total += size;
    if (size === 0) {
      places.push([0, 0, 0]);
      continue;
    }
    const space = 16 + Math.ceil(size / 8) * 8;
    if (room < space) {
      collections.push([]);
      room = collectionSize - 16;
    }
    room -= space;
    const objects = collections.at(-1) as HeapObject[];
    objects.push([objects.length + 1, dataOf(sequence, size)]);
    places.push([size, 4096 + (collections.length - 1) * collectionSize, objects.length]);
  }
  const bytes = new Uint8Array(4096 + collections.length * collectionSize);
  collections.forEach((objects, c) => bytes.set(collectionOf(objects, collectionSize), 4096 + c * collectionSize));
  return { bytes, places };
}

/** Reads come back a turn later. */
function laterFile(bytes: Uint8Array, options: Partial<HeapFile> = {}): HeapFile {
  const file = fileOf(bytes, options);
  return {
    ...file,
    fillLater: async (target, address) => {
      await Promise.resolve();
      target.set(bytes.subarray(address, address + target.length));
    },
  };
}

const gather = (file: HeapFile, places: readonly Place[]): ReturnType<typeof gatherInPlace> =>
  gatherInPlace(file, descriptorsOf(places), places.length, 1);

describe('long sequences', () => {
  const lengths = (sequence: number): number => (sequence % 17 === 0 ? 0 : (sequence * 7919) % 1200);
  const { bytes, places } = heapOf(lengths);

  it('are what they are when they are gathered here', async () => {
    const here = gatherSequences(fileOf(bytes), descriptorsOf(places), places.length, 1);
    const later = await gather(laterFile(bytes), places);
    expect(later?.offsets).toEqual(here.offsets);
    expect(Buffer.from(later?.bytes ?? []).equals(here.bytes)).toBe(true);
  });

  it('may be in another order than the elements, as long as none is overwritten', async () => {
    // Neighbours that change places are put beyond what was read last.
    const swapped = places.map((_, i) => places[i ^ 1] ?? places[i]) as Place[];
    const here = gatherSequences(fileOf(bytes), descriptorsOf(swapped), swapped.length, 1);
    const later = await gather(laterFile(bytes), swapped);
    expect(Buffer.from(later?.bytes ?? []).equals(here.bytes)).toBe(true);
  });

  it('are left to others where one would be put upon what is still to be moved', () => {
    expect(gather(laterFile(bytes), places.toReversed())).toBeUndefined();
  });

  it('are left to others where they are few, far apart, being written, or the file has no threads', () => {
    expect(gather(laterFile(bytes), places.slice(0, 1000))).toBeUndefined();
    expect(gather(laterFile(bytes, { beingWritten: true }), places)).toBeUndefined();
    expect(gather(fileOf(bytes), places)).toBeUndefined();
    const { bytes: sparse, places: all } = heapOf(() => 600, 20 * 1024 * 1024);
    const some = all.filter((_, i) => i % 2 === 0);
    expect(gather(laterFile(sparse), some)).toBeUndefined();
  });

  it.each<[string, (damaged: Uint8Array) => Uint8Array]>([
    ['a collection that is none', (damaged) => damaged.fill(0, 4096 + 20 * collectionSize, 4100 + 20 * collectionSize)],
    ['an object of another size', (damaged) => damaged.fill(1, 4096 + 24, 4096 + 25)],
  ])('are refused where the file has %s', async (_, damage) => {
    await expect(gather(laterFile(damage(bytes.slice())), places)).rejects.toThrow();
  });

  it('are refused where a read fails, after all others have come to their end', async () => {
    let pending = 0;
    const file: HeapFile = {
      ...laterFile(bytes),
      fillLater: async (target, address) => {
        pending++;
        await new Promise((resolve) => setImmediate(resolve));
        pending--;
        if (address > 2 * 1024 * 1024 && address < 4 * 1024 * 1024) throw new Error('gone');
        target.set(bytes.subarray(address, address + target.length));
      },
    };
    await expect(gather(file, places)).rejects.toThrow('gone');
    expect(pending).toBe(0);
  });
});
