import { describe, expect, test } from 'vitest';
import { Unreadable } from '../src/byte-cursor.js';
import { gatherSequences } from '../src/global-heap.js';
import { descriptorSize } from '../src/index.js';
import { bytesWith, collectionOf, descriptorsOf, fileOf, type HeapObject, type Place } from './heap-in-memory.js';

/** Bytes without a zero, so that what is missing is seen. */
function data(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => 1 + ((seed * 31 + i * 7) % 255));
}

function texts(file: Parameters<typeof gatherSequences>[0], places: readonly Place[]): string[] {
  const { bytes, offsets } = gatherSequences(file, descriptorsOf(places, file.addressSize), places.length, 1);
  return places.map((_, i) => Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString('latin1'));
}

const [one, two, three] = ['one', 'second', 'the third one'].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
];
const small = collectionOf([
  [1, one],
  [2, two],
  [7, three],
]);

test('tells the size of an element', () => {
  expect([8, 4, 2].map(descriptorSize)).toEqual([16, 12, 10]);
});

describe('sequences', () => {
  const file = fileOf(bytesWith([[512, small]]));

  test('come in the order of the elements', () => {
    const places: Place[] = [
      [13, 512, 7],
      [3, 512, 1],
      [6, 512, 2],
    ];
    expect(texts(file, places)).toEqual(['the third one', 'one', 'second']);
  });

  test('may be empty, never written or without an address', () => {
    const places: Place[] = [
      [0, 0, 0],
      [3, 512, 1],
      [0, -1, 0],
      [5, -1, 0],
      [0, 777, 9],
    ];
    expect(texts(file, places)).toEqual(['', 'one', '', '', '']);
    expect(gatherSequences(file, new Uint8Array(0), 0, 4)).toEqual({
      bytes: new Uint8Array(0),
      offsets: Uint32Array.of(0),
    });
  });

  test('have elements of several bytes; offsets count elements', () => {
    const numbers = new Uint8Array(Float64Array.of(1.5, -2, 3).buffer);
    const source = fileOf(bytesWith([[64, collectionOf([[1, numbers]])]]));
    const { bytes, offsets } = gatherSequences(source, descriptorsOf([[3, 64, 1]]), 1, 8);
    expect(new Float64Array(bytes.buffer)).toEqual(Float64Array.of(1.5, -2, 3));
    expect(offsets).toEqual(Uint32Array.of(0, 3));
  });

  test('are in a buffer that is as large as they are', () => {
    const { bytes } = gatherSequences(file, descriptorsOf([[3, 512, 1]]), 1, 1);
    expect(bytes.buffer.byteLength).toBe(3);
  });

  test.each([2, 4])('are found with addresses and lengths of %i bytes', (size) => {
    const collection = collectionOf([[3, two]], 4096, size);
    const source = fileOf(bytesWith([[100, collection]]), { addressSize: size, lengthSize: size });
    expect(texts(source, [[6, 100, 3], [4, -1, 0]])).toEqual(['second', '']); // prettier-ignore
  });

  test('may be taken from a part of a larger chunk', () => {
    const chunk = Buffer.concat([Buffer.alloc(5), descriptorsOf([[3, 512, 1], [6, 512, 2]])]); // prettier-ignore
    const { bytes } = gatherSequences(file, chunk.subarray(5), 1, 1);
    expect(Buffer.from(bytes).toString()).toBe('one');
  });

  test('beyond 4 GiB', () => {
    const address = 2 ** 33 + 64;
    const source = fileOf(new Uint8Array(0), {
      size: address + small.length,
      readInto(target, at) {
        const part = small.subarray(at - address, at - address + target.length);
        target.set(part);
        return part.length;
      },
    });
    expect(texts(source, [[6, address, 2]])).toEqual(['second']);
  });
});

describe('reading', () => {
  /** Collections of some objects each, one after the other with gaps, and all of their places. */
  function heap(
    collections: number,
    gap: number,
    size = 4096,
  ): { bytes: Uint8Array; places: Place[]; values: string[] } {
    const places: Place[] = [];
    const values: string[] = [];
    const parts = Array.from({ length: collections }, (_, c) => {
      const address = 64 + c * (size + gap);
      const objects = Array.from({ length: 9 }, (__, i): HeapObject => [
        i + 1,
        data(100 + ((c * 37 + i * 91) % 300), c),
      ]);
      for (const [index, bytes] of objects) {
        places.push([bytes.length, address, index]);
        values.push(Buffer.from(bytes).toString('latin1'));
      }
      return [address, collectionOf(objects, size)] as const;
    });
    return { bytes: bytesWith(parts), places, values };
  }

  test('takes neighbouring collections together', () => {
    const { bytes, places, values } = heap(1000, 8);
    const file = fileOf(bytes);
    expect(texts(file, places)).toEqual(values);
    expect(file.reads.length).toBeLessThan(12);
    const read = file.reads.reduce((sum, [, length]) => sum + length, 0);
    expect(read).toBeLessThan(1.2 * bytes.length);
  });

  test('skips what is far between collections', () => {
    const { bytes, places, values } = heap(20, 100_000);
    const file = fileOf(bytes);
    expect(texts(file, places)).toEqual(values);
    expect(file.reads.reduce((sum, [, length]) => sum + length, 0)).toBe(20 * 4096);
  });

  test('learns how large the collections are', () => {
    const { bytes, places, values } = heap(20, 0, 65536);
    const file = fileOf(bytes);
    expect(texts(file, places)).toEqual(values);
    expect(file.reads.length).toBeLessThan(8);
  });

  test('goes from front to back in any order of the elements', () => {
    const { bytes, places, values } = heap(300, 8);
    const random = randomNumbers(7);
    const order = places.map((_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const k = random(i + 1);
      [order[i], order[k]] = [order[k] as number, order[i] as number];
    }
    const file = fileOf(bytes);
    expect(texts(file, order.map((i) => places[i] as Place))).toEqual(order.map((i) => values[i])); // prettier-ignore
    expect(file.reads.length).toBeLessThan(6);
  });

  test('takes objects that are larger than what is read at once', () => {
    const large = [data(3_000_001, 1), data(700_000, 2), data(140_000, 3), data(40, 4), data(524_288, 5)];
    let address = 8;
    const places: Place[] = [];
    const parts = large.map((object) => {
      const collection = collectionOf([[1, object]]);
      places.push([object.length, address, 1]);
      address += collection.length;
      return [address - collection.length, collection] as const;
    });
    const source = bytesWith(parts);
    const { bytes } = gatherSequences(fileOf(source), descriptorsOf(places), places.length, 1);
    expect(Buffer.compare(Buffer.from(bytes.buffer), Buffer.concat(large))).toBe(0);
    const backwards = gatherSequences(fileOf(source), descriptorsOf(places.toReversed()), places.length, 1);
    expect(Buffer.compare(Buffer.from(backwards.bytes.buffer), Buffer.concat(large.toReversed()))).toBe(0);
  });

  test('takes a collection of many objects that is larger than what is read at once', () => {
    const objects = Array.from({ length: 3000 }, (_, i): HeapObject => [i + 1, data(600 + (i % 5), i)]);
    objects.splice(1000, 0, [5000, data(1_000_000)]);
    const file = fileOf(bytesWith([[24, collectionOf(objects)]]));
    const places = objects.map(([index, { length }]): Place => [length, 24, index]);
    expect(texts(file, places)).toEqual(objects.map(([, bytes]) => Buffer.from(bytes).toString('latin1')));
  });
});

describe('nothing comes from', () => {
  const good: Place = [6, 64, 2];
  const file = bytesWith([[64, small]]);
  const at = (offset: number, value: number): Uint8Array => {
    const bytes = Uint8Array.from(file);
    bytes[64 + offset] = value;
    return bytes;
  };
  const gather =
    (bytes: Uint8Array, ...places: Place[]) =>
    () =>
      gatherSequences(fileOf(bytes), descriptorsOf(places), places.length, 1);

  test('is what the others differ from', () => expect(gather(file, good)().bytes).toEqual(Uint8Array.from(two)));

  test.each([
    ['another signature', at(0, 0x48)],
    ['another version', at(4, 2)],
    ['a collection beyond the end of the file', at(10, 1)],
    ['a collection beyond any file', at(15, 1)],
    ['a collection that is larger than its parts', bytesWith([[64, at(9, 0x11)], [4096 + 64, new Uint8Array(4096)]])], // prettier-ignore
    ['a collection smaller than any', at(9, 0x0f)],
    ['an index that is not there', at(40, 3)],
    ['an index that is there twice', at(40, 1)],
    ['an object of another size', at(48, 5)],
    ['an object beyond its collection', at(49, 0x80)],
    ['an object beyond any file', at(55, 0x80)],
    ['objects that do not end where the free space begins', at(48, 16)],
    ['free space of another size', at(16 + 24 + 24 + 32 + 8, 0)],
    ['a file that ends within the collection', file.subarray(0, 64 + 4095)],
    ['a file that ends within the header', file.subarray(0, 64 + 10)],
    ['a file that ends before', file.subarray(0, 60)],
  ])('%s', (_, bytes) => expect(gather(bytes, good)).toThrow(Unreadable));

  test.each<[string, Place]>([
    ['a place where there is no collection', [6, 72, 2]],
    ['the beginning of the file', [6, 0, 2]],
    ['a place beyond the file', [6, 2 ** 40, 2]],
    ['a place beyond any file', [6, 2 ** 60, 2]],
    ['free space', [6, 64, 0]],
    ['an index beyond two bytes', [6, 64, 65538]],
    ['a longer sequence than its object', [7, 64, 2]],
    ['a shorter sequence than its object', [5, 64, 2]],
    ['a longer sequence than the file', [2 ** 32 - 1, 64, 2]],
  ])('%s', (_, place) => {
    expect(gather(file, place)).toThrow(Unreadable);
    expect(gather(file, good, place)).toThrow(Unreadable);
  });

  test('more sequences than the file has bytes, though each one is there', () => {
    const places = Array.from({ length: 1000 }, () => good);
    expect(gather(file, ...places)).toThrow(Unreadable);
  });

  test('collections that overlap', () => {
    const outer = collectionOf([[1, collectionOf([[1, one]])], [2, two]]); // prettier-ignore
    const bytes = bytesWith([[64, outer]]);
    expect(gather(bytes, [6, 64, 2])().offsets[1]).toBe(6);
    expect(gather(bytes, [3, 96, 1])().offsets[1]).toBe(3);
    expect(gather(bytes, [6, 64, 2], [3, 96, 1])).toThrow(Unreadable);
  });

  test('a collection of more objects than there are indexes', () => {
    const objects = Array.from({ length: 70_000 }, (): HeapObject => [9, new Uint8Array(0)]);
    expect(gather(bytesWith([[64, collectionOf([[1, two], ...objects])]]), [6, 64, 1])).toThrow(Unreadable);
  });

  test('arguments that make no sense', () => {
    const source = fileOf(file);
    expect(() => gatherSequences(source, descriptorsOf([good]), 2, 1)).toThrow(RangeError);
    expect(() => gatherSequences(source, descriptorsOf([good]), -1, 1)).toThrow(RangeError);
    expect(() => gatherSequences(source, descriptorsOf([good]), 1, 0)).toThrow(RangeError);
  });
});

describe('while a writer is at work', () => {
  // What a writer has written of a collection when it is interrupted: its first bytes.
  const exact = collectionOf(Array.from({ length: 8 }, (_, i): HeapObject => [i + 1, data(494 - (i === 7 ? 22 : 0), i)])); // prettier-ignore
  const roomy = collectionOf(Array.from({ length: 5 }, (_, i): HeapObject => [i + 1, data(494, i)]));
  const places = (objects: number, last: number): Place[] =>
    Array.from({ length: objects }, (_, i): Place => [i === objects - 1 ? last : 494, 32, i + 1]);

  test.each([
    ['without free space', exact, places(8, 472)],
    ['with free space', roomy, places(5, 494)],
  ])('a new collection %s counts when it is whole', (_, collection, all) => {
    const whole = gatherSequences(fileOf(bytesWith([[32, collection]])), descriptorsOf(all), all.length, 1);
    for (let written = 0; written <= collection.length; written++) {
      const file = fileOf(bytesWith([[32, collection.subarray(0, written)]], 32 + collection.length), {
        beingWritten: true,
      });
      let found: Uint8Array | undefined;
      try {
        found = gatherSequences(file, descriptorsOf(all), all.length, 1).bytes;
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
      // Behind the data there are 8 bytes too few for free space. What is missing of the last 64 bytes is seen only when
      // they change while they are read.
      if (written <= collection.length - 8 - 64 && collection === exact) expect(found).toBeUndefined();
      if (collection === roomy && found !== undefined) expect(Buffer.compare(found, whole.bytes)).toBe(0);
      if (written === collection.length) expect(found).toEqual(whole.bytes);
    }
  });

  test('a collection that another one takes the place of counts when it is whole', () => {
    const before = collectionOf([[1, data(494, 0)]]);
    const asked = descriptorsOf(places(5, 494));
    const whole = gatherSequences(fileOf(bytesWith([[32, roomy]])), asked, 5, 1);
    for (let written = 0; written < roomy.length; written += 1) {
      const bytes = bytesWith([[32, before]]);
      bytes.set(roomy.subarray(0, written), 32);
      try {
        const found = gatherSequences(fileOf(bytes, { beingWritten: true }), asked, 5, 1);
        expect(Buffer.compare(found.bytes, whole.bytes)).toBe(0);
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
    }
  });

  test('zeros at the end that are no longer there at a second look do not count', () => {
    const bytes = bytesWith([[32, exact.subarray(0, exact.length - 20)]], 32 + exact.length);
    const asked = descriptorsOf(places(8, 472));
    const still = fileOf(bytes, { beingWritten: true });
    expect(gatherSequences(still, asked, 8, 1).bytes.at(-1)).toBe(0);
    const written = fileOf(bytes, {
      beingWritten: true,
      readInto(target, address) {
        const length = still.readInto(target, address);
        bytes.set(exact, 32);
        return length;
      },
    });
    expect(() => gatherSequences(written, asked, 8, 1)).toThrow(Unreadable);
    expect(gatherSequences(written, asked, 8, 1).bytes.at(-1)).not.toBe(0);
  });

  test('data that are zero count where nobody writes', () => {
    const zeros = bytesWith([[32, collectionOf([[1, new Uint8Array(4064)]])]]);
    const asked = descriptorsOf([[4064, 32, 1]]);
    expect(gatherSequences(fileOf(zeros), asked, 1, 1).bytes).toEqual(new Uint8Array(4064));
    expect(() => gatherSequences(fileOf(zeros, { beingWritten: true }), asked, 1, 1)).toThrow(Unreadable);
  });
});

test('random damage gives the right bytes or none', () => {
  const random = randomNumbers(0xbadb0d);
  let right = 0;
  for (let round = 0; round < 3000; round++) {
    const parts: (readonly [number, Uint8Array])[] = [];
    const places: Place[] = [];
    // Where headers are: damage to data cannot be seen, there is no checksum.
    const headers: number[] = [];
    let address = 8 * (1 + random(20));
    for (let c = random(5); c >= 0; c--) {
      const objects = Array.from({ length: 1 + random(12) }, (_, i): HeapObject => [i + 1, data(random(400), random(99))]); // prettier-ignore
      const collection = collectionOf(objects, random(3) === 0 ? 16_384 : undefined);
      parts.push([address, collection]);
      headers.push(address);
      let at = address + 16;
      for (const [index, { length }] of objects) {
        places.push([length, address, index]);
        headers.push(at);
        at += 16 + Math.ceil(length / 8) * 8;
      }
      address += collection.length + 8 * random(3000);
    }
    for (let i = places.length - 1; i > 0; i--) {
      const k = random(i + 1);
      [places[i], places[k]] = [places[k] as Place, places[i] as Place];
    }
    const bytes = bytesWith(parts);
    const descriptors = descriptorsOf(places);
    const whole = gatherSequences(fileOf(bytes), descriptors, places.length, 1);

    const damaged = Uint8Array.from(random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes);
    const kind = random(3);
    for (let i = random(4); i > 0; i--) {
      if (kind === 0) descriptors[random(descriptors.length)] = random(256);
      else damaged[(headers[random(headers.length)] as number) + random(16)] = kind === 1 ? random(256) : 0;
    }
    try {
      const found = gatherSequences(fileOf(damaged), descriptors, places.length, 1);
      // Damage to a descriptor can only lead to another object of the same length, or to an empty one.
      if (kind !== 0) expect(Buffer.compare(found.bytes, whole.bytes)).toBe(0);
      expect(found.bytes.length).toBeLessThanOrEqual(bytes.length);
      right++;
    } catch (error) {
      expect(error).toBeInstanceOf(Unreadable);
    }
  }
  expect(right).toBeGreaterThan(500);
});

/** The same numbers at each run: xorshift, seeded. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return below === 0 ? 0 : (state >>> 0) % below;
  };
}
