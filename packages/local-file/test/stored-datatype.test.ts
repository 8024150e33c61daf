import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ifReadable } from '../src/byte-cursor.js';
import { parseDatatypeMessage } from '../src/datatype-message.js';
import { lookup3, readStoredAttributeDatatype, readStoredDatatype } from '../src/index.js';
import type { MetadataSource } from '../src/metadata-source.js';
import { datatypeOfAttribute } from '../src/stored-attribute.js';
import { datatypeOfObject } from '../src/stored-datatype.js';
import { fixture } from './fixture.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Places where an object header may begin; which ones do is seen from what can be read there. */
function headers(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at + 16 < bytes.length; at++) {
    const isVersion2 = Buffer.from(bytes.buffer, bytes.byteOffset + at, 4).toString('latin1') === 'OHDR';
    const isVersion1 = at % 8 === 0 && bytes[at] === 1 && bytes[at + 1] === 0 && bytes[at + 4] === 1;
    if (isVersion2 || isVersion1) found.push(at);
  }
  return found;
}

// All of their objects, with every value, are compared in the tests of @h5tail/wasm, which can ask for addresses.
test.each([
  ['dtypes.h5', 'opaque', { class: 'opaque', size: 5, tag: 'detector/raw' }],
  [
    'dtypes.h5',
    'enum beyond 2^53',
    { class: 'enum', members: [{ value: 2n ** 53n + 1n }, {}, { value: -(2n ** 63n) }] },
  ],
  ['legacy-superblock0.h5', 'integer', { class: 'integer' }],
  ['odd-numbers.h5', 'int12', { class: 'unknown', hdf5Class: 'H5T_INTEGER with 12 of 16 bits', size: 2 }],
])('in %s there is %s', (name, _, dtype) => {
  const path = fixture(name);
  const found = headers(readFileSync(path)).map((address) => readStoredDatatype(path, address));
  expect(found).toContainEqual(expect.objectContaining(dtype.class === 'enum' ? { class: 'enum' } : dtype));
  if ('members' in dtype) expect(found.some((one) => matches(one, dtype))).toBe(true);
});

function matches(found: unknown, wanted: object): boolean {
  try {
    expect(found).toMatchObject(wanted);
    return true;
  } catch {
    return false;
  }
}

test('addresses count from the superblock, wherever that stands', () => {
  const bytes = readFileSync(fixture('dtypes.h5'));
  const path = join(folder, 'user-block.h5');
  writeFileSync(path, Buffer.concat([Buffer.alloc(1024, 'x'), bytes]));
  for (const address of headers(bytes)) {
    expect(readStoredDatatype(path, address)).toEqual(readStoredDatatype(fixture('dtypes.h5'), address));
  }
});

test('what is not there is undefined', () => {
  const path = fixture('dtypes.h5');
  expect(readStoredDatatype(join(folder, 'missing.h5'), 96)).toBeUndefined();
  expect(readStoredDatatype(folder, 96)).toBeUndefined();
  expect(readStoredDatatype(fixture('not-hdf5.h5'), 96)).toBeUndefined();
  for (const address of [0, 1, -1, -1000, 2 ** 52, Number.MAX_SAFE_INTEGER]) {
    expect(readStoredDatatype(path, address)).toBeUndefined();
    expect(readStoredAttributeDatatype(path, address, 'name')).toBeUndefined();
  }
});

test('a wrong checksum is no answer', () => {
  const bytes = readFileSync(fixture('dtypes.h5'));
  const path = join(folder, 'checksum.h5');
  const address = headers(bytes).find((at) => readStoredDatatype(fixture('dtypes.h5'), at) !== undefined) as number;
  bytes[address + 30]! ^= 1;
  writeFileSync(path, bytes);
  expect(readStoredDatatype(path, address)).toBeUndefined();
});

describe('random damage', () => {
  const names = ['dtypes.h5', 'tree.h5', 'large-attribute.h5', 'legacy-superblock0.h5', 'odd-numbers.h5'];
  const attributes = ['large', 'small', 'bool', 'compound', 'enum', 'none'];
  const files = names.map((name) => readFileSync(fixture(name)));

  test.each([
    ['as it is', false],
    ['with checksums that fit', true],
  ])('neither throws nor hangs, %s', (_, repaired) => {
    const random = randomNumbers(0x5eed);
    let answers = 0;
    for (const bytes of files) {
      const addresses = headers(bytes);
      for (let i = 0; i < 800; i++) {
        const source = damaged(bytes, random, repaired);
        const address = addresses[random(addresses.length)] as number;
        if (ifReadable(() => datatypeOfObject(source, address)) !== undefined) answers++;
        ifReadable(() => datatypeOfAttribute(source, address, attributes[random(attributes.length)] as string));
      }
    }
    // Some damage is elsewhere: there is still something to read.
    expect(answers).toBeGreaterThan(100);
  });

  test('of a datatype message', () => {
    const random = randomNumbers(0xda7a);
    const bytes = files[0] as Buffer;
    for (let i = 0; i < 5000; i++) {
      const start = random(bytes.length);
      const message = Uint8Array.from(bytes.subarray(start, start + random(400)));
      // A known class and version, so that the damage comes after them.
      if (message.length > 0) message[0] = ((1 + random(5)) << 4) | random(12);
      parseDatatypeMessage(message);
    }
  });
});

/** A file with some bytes changed or its end missing. */
function damaged(original: Uint8Array, random: (below: number) => number, repaired: boolean): MetadataSource {
  const bytes = Uint8Array.from(original.subarray(0, random(4) === 0 ? random(original.length) : undefined));
  return {
    addressSize: 8,
    lengthSize: 8,
    read(address, length) {
      const block = bytes.slice(address, address + length);
      for (let i = random(3); i > 0 && block.length > 0; i--) block[random(block.length)] = random(256);
      if (repaired && block.length === length && length > 4) {
        new DataView(block.buffer).setUint32(length - 4, lookup3(block.subarray(0, length - 4)), true);
      }
      return block;
    },
  };
}

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
