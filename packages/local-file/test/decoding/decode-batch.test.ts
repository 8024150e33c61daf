import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBatch } from '../../src/decoding/decode-batch.js';
import type { BatchMessage } from '../../src/decoding/decode-thread.js';
import { decoders } from '../../src/decoding/decoders.js';

let folder: string;
let file: number;
const chunk = Uint8Array.from({ length: 24 }, (_, i) => i);
const stored = deflateSync(chunk);
const large = 2 ** 24 + 6;
const largeStored = deflateSync(new Uint8Array(large).fill(7));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-batch-'));
  writeFileSync(join(folder, 'chunks'), Buffer.concat([stored, largeStored]));
  file = openSync(join(folder, 'chunks'), 'r');
});
afterAll(() => {
  closeSync(file);
  rmSync(folder, { recursive: true });
});

/** A chunk of 4 by 6 bytes, of which rows 1 and 2 and columns 2 to 4 are wanted, at (0, 1) of 2 by 5. */
function batch(changes: Partial<BatchMessage> = {}, size = stored.length): BatchMessage {
  return {
    set: 0,
    file,
    filters: [{ id: 1, options: [4] }],
    elementBytes: 1,
    chunkShape: [4, 6],
    resultShape: [2, 5],
    address: 1n,
    pieces: Float64Array.of(0, size, 0, 1, 2, 2, 3, 0, 1),
    ...changes,
  };
}

const part = [8, 9, 10, 14, 15, 16];

describe('a batch', () => {
  it('goes into the memory of the one who asked', () => {
    const asked: unknown[] = [];
    const result = new Uint8Array(10);
    const memoryAt = (...parameters: unknown[]): Uint8Array => {
      asked.push(parameters);
      return result;
    };
    expect(decodeBatch(batch(), { decoders, memoryAt })).toBeUndefined();
    expect([...result]).toEqual([0, 8, 9, 10, 0, 0, 14, 15, 16, 0]);
    expect(asked).toEqual([[1n, 10]]);
  });

  it('is sent back where that memory cannot be had', () => {
    expect([...(decodeBatch(batch(), { decoders, memoryAt: () => undefined }) ?? [])]).toEqual(part);
    expect([...(decodeBatch(batch(), { decoders }) ?? [])]).toEqual(part);
    const memoryAt = (): never => {
      throw new Error('not asked for');
    };
    expect([...(decodeBatch(batch({ address: undefined }), { decoders, memoryAt }) ?? [])]).toEqual(part);
  });

  it('may have chunks that are larger than what is kept for the next one', () => {
    const filters = [
      { id: 2, options: [2] },
      { id: 1, options: [4] },
    ];
    const pieces = Float64Array.of(stored.length, largeStored.length, 0, 0, large, 0);
    const bytes = decodeBatch(
      batch({ filters, chunkShape: [large], resultShape: [large], pieces, address: undefined }),
      { decoders },
    );
    expect(bytes?.length).toBe(large);
    expect(bytes?.every((byte) => byte === 7)).toBe(true);
  });

  it('is a fault where a size cannot be right, before memory is taken for it', () => {
    expect(() => decodeBatch(batch({}, 2 ** 33), { decoders })).toThrow('too large');
    expect(() => decodeBatch(batch({}, stored.length - 1), { decoders })).toThrow();
    expect(() => decodeBatch(batch({ filters: [{ id: 3, options: [] }] }, 3), { decoders })).toThrow('too few');
    expect(() => decodeBatch(batch({ filters: [] }), { decoders })).toThrow('another size');
  });
});
