import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as zlib from 'node:zlib';
import { filterIds, type Filter } from '@h5tail/adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../../tooling/typescript/interop-group.js';
import { DecoderSet } from '../../src/decoding.js';
import { decoders } from '../../src/decoding/decoders.js';

const python = process.env['H5TAIL_PYTHON'] || 'python3';
const script = fileURLToPath(new URL('../python/plugin-chunks.py', import.meta.url));
const hasZstd = 'zstdDecompressSync' in zlib;
const guard = 64;
const damages = 3000;

/** A chunk as a plug-in wrote it, and as it was. */
interface Chunk {
  readonly name: string;
  readonly filter: number;
  readonly options: readonly number[];
  readonly stored: string;
  readonly raw: string;
}

/** Repeatable numbers, up to one that is left out. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function decode({ filter, options }: Chunk, input: Uint8Array, output: Uint8Array): Uint8Array {
  const make = decoders.get(filter);
  if (make === undefined) throw new Error('no decoder');
  return make({ id: filter, options })(input, output);
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

describe.skipIf(process.env['H5TAIL_INTEROP'] === '0' || !hasInteropGroup('plugins'))(
  'chunks that plug-ins of HDF5 wrote',
  () => {
    let folder: string;
    let chunks: readonly Chunk[];
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'h5tail-plugin-chunks-'));
      execFileSync(python, [script, join(folder, 'chunks.h5')]);
      const all = JSON.parse(readFileSync(join(folder, 'chunks.json'), 'utf8')) as Chunk[];
      const isZstd = ({ filter, options }: Chunk): boolean => filter === filterIds.zstd || options[4] === 3;
      chunks = all.filter((chunk) => hasZstd || !isZstd(chunk));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('are decoded to what they were, wherever they lie in memory', () => {
      expect(chunks.length).toBeGreaterThan(60);
      for (const chunk of chunks) {
        const [stored, raw] = [bytesOf(chunk.stored), bytesOf(chunk.raw)];
        for (const shift of [0, 1, 2, 4]) {
          const input = new Uint8Array(stored.length + 16).subarray(shift, shift + stored.length);
          input.set(stored);
          const memory = new Uint8Array(raw.length + 2 * guard).fill(0xa5);
          const output = memory.subarray(guard + shift, guard + shift + raw.length);
          const decoded = decode(chunk, input, output);
          expect(Buffer.compare(decoded, raw), chunk.name).toBe(0);
          expect(memory.subarray(0, guard + shift).every((byte) => byte === 0xa5)).toBe(true);
          expect(memory.subarray(guard + shift + raw.length).every((byte) => byte === 0xa5)).toBe(true);
        }
      }
    });

    it('that are damaged are told or give other bytes, and nothing outside of the output is written', () => {
      const below = numbersFrom(20_260_731);
      let told = 0;
      for (let i = 0; i < damages; i++) {
        const chunk = chunks[below(chunks.length)] as Chunk;
        const stored = bytesOf(chunk.stored);
        const { length } = bytesOf(chunk.raw);
        let input = Uint8Array.from(stored);
        for (let n = below(4); n >= 0; n--) input[below(stored.length)] = below(256);
        if (below(4) === 0) input = input.slice(0, below(stored.length));
        const before = Uint8Array.from(input);
        const memory = new Uint8Array(length + 2 * guard).fill(0xa5);
        try {
          const decoded = decode(chunk, input, memory.subarray(guard, guard + length));
          expect(decoded.length).toBeLessThanOrEqual(length);
        } catch (error) {
          told++;
          if (chunk.filter !== filterIds.zstd) expect(error, chunk.name).toBeInstanceOf(Error);
        }
        expect(memory.subarray(0, guard).every((byte) => byte === 0xa5)).toBe(true);
        expect(memory.subarray(guard + length).every((byte) => byte === 0xa5)).toBe(true);
        expect(Buffer.compare(input, before)).toBe(0);
      }
      expect(told).toBeGreaterThan(damages / 10);
    });

    it('of another length than expected are told', () => {
      for (const chunk of chunks) {
        const { length } = bytesOf(chunk.raw);
        expect(() => decode(chunk, bytesOf(chunk.stored), new Uint8Array(length - 1)), chunk.name).toThrow();
      }
    });
  },
);

describe('a set of decoders', () => {
  const lz4: Filter = { id: filterIds.lz4, name: 'lz4', options: [0] };
  const bitshuffle = (coding: number): Filter => {
    return { id: filterIds.bitshuffle, name: 'bitshuffle', options: [0, 4, 2, 0, coding] };
  };

  it('stands for plug-ins only where it is told so', () => {
    expect(new DecoderSet().pipeline([lz4])).toBeUndefined();
    const set = new DecoderSet(undefined, [filterIds.lz4, filterIds.bitshuffle, filterIds.zstd, filterIds.blosc]);
    expect(set.pipeline([lz4])).toEqual([{ id: filterIds.lz4, options: [0] }]);
    for (const coding of [0, 2]) expect(set.pipeline([bitshuffle(coding)])).toHaveLength(1);
    expect(set.pipeline([bitshuffle(3)]) !== undefined).toBe(hasZstd);
    expect(set.pipeline([{ id: filterIds.zstd, name: 'zstd', options: [3] }]) !== undefined).toBe(hasZstd);
    expect(set.pipeline([bitshuffle(7)])).toBeUndefined();
    expect(set.pipeline([{ id: filterIds.blosc, name: 'blosc', options: [] }])).toBeUndefined();
  });

  it('prefers what a backend brings', () => {
    const module = 'file:///no/such/module.mjs';
    const own = { id: filterIds.lz4, options: [7] };
    const decodable = ({ id }: Filter): typeof own | undefined => (id === filterIds.lz4 ? own : undefined);
    const set = new DecoderSet({ module, data: undefined, decodable }, [filterIds.lz4, filterIds.bitshuffle]);
    expect(set.pipeline([bitshuffle(2), lz4])).toEqual([{ id: 32008, options: [0, 4, 2, 0, 2] }, own]);
  });
});
