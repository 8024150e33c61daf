import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeChunk } from '../../src/decoding/decode-chunk.js';
import { decoders } from '../../src/decoding/decoders.js';
import { fletcher32 } from '../../src/decoding/fletcher32.js';
import type { Decode } from '../../src/decoding/thread-decoders.js';

/** A filter with both of its directions. */
interface Filter {
  readonly name: string;
  readonly encode: (bytes: Uint8Array) => Uint8Array;
  readonly decode: Decode;
}

const seed = 20_261_120;
const pipelines = 3000;
const mostFilters = 7;

/** Repeatable numbers, up to one that is left out. */
function numbersFrom(first: number): (below: number) => number {
  let state = first;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function decoder(id: number, options: readonly number[]): Decode {
  const make = decoders.get(id);
  if (make === undefined) throw new Error('no decoder');
  return make({ id, options });
}

function shuffle(elementBytes: number): Filter {
  const encode = (bytes: Uint8Array): Uint8Array => {
    const count = Math.floor(bytes.length / elementBytes);
    // What fills no element stays at the end.
    const shuffled = Uint8Array.from(bytes);
    for (let i = 0; i < count; i++)
      for (let byte = 0; byte < elementBytes; byte++)
        shuffled[byte * count + i] = bytes[i * elementBytes + byte] as number;
    return shuffled;
  };
  return { name: `shuffle ${elementBytes}`, encode, decode: decoder(2, [elementBytes]) };
}

const checksum: Filter = {
  name: 'fletcher32',
  encode: (bytes) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(fletcher32(bytes));
    return new Uint8Array(Buffer.concat([bytes, sum]));
  },
  decode: decoder(3, []),
};

const deflate: Filter = { name: 'deflate', encode: (bytes) => deflateSync(bytes), decode: decoder(1, [4]) };

/** As codecs do that allocate what they decode into. */
const elsewhere: Filter = { name: 'elsewhere', encode: (bytes) => bytes, decode: (input) => Uint8Array.from(input) };

/** As codecs do that decode into the memory that is there. */
const copied: Filter = {
  name: 'copied',
  encode: (bytes) => bytes,
  decode: (input, output) => {
    output.set(input);
    return output.subarray(0, input.length);
  },
};

const filters = [shuffle(1), shuffle(2), shuffle(3), shuffle(4), shuffle(8), checksum, deflate, elsewhere, copied];

function decodedAs(pipeline: readonly Filter[], mask: number, raw: Uint8Array): Uint8Array {
  const stored = pipeline.reduce((bytes, { encode }, i) => (((mask >>> i) & 1) === 0 ? encode(bytes) : bytes), raw);
  const output = new Uint8Array(raw.length).fill(0xee);
  const decodes = pipeline.map(({ decode }) => decode);
  decodeChunk(stored, decodes, mask, output);
  return output;
}

describe('a chunk', () => {
  it('comes out as it was behind a filter that leaves the bytes where they are', () => {
    const raw = Uint8Array.from({ length: 64 }, (_, i) => i);
    expect(decodedAs([shuffle(4), shuffle(2), checksum, copied], 0, raw)).toEqual(raw);
    expect(decodedAs([shuffle(4), shuffle(2), shuffle(1), copied], 0, raw)).toEqual(raw);
    expect(decodedAs([shuffle(4), shuffle(2), copied, copied], 0b100, raw)).toEqual(raw);
  });

  it(`comes out as it was behind any filters (seed ${seed})`, () => {
    const below = numbersFrom(seed);
    for (let i = 0; i < pipelines; i++) {
      const pipeline = Array.from({ length: below(mostFilters + 1) }, () => filters[below(filters.length)] as Filter);
      const mask = below(2) === 0 ? 0 : below(2 ** mostFilters);
      const raw = Uint8Array.from({ length: 1 + below(200) }, () => below(256));
      const told = `${pipeline.map(({ name }) => name).join(', ')}; mask ${mask}; ${raw.length} bytes`;
      expect({ told, bytes: decodedAs(pipeline, mask, raw) }).toEqual({ told, bytes: raw });
    }
  });
});
