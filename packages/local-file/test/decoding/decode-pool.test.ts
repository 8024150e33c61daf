import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecodePool } from '../../src/decoding.js';
import type { BatchMessage } from '../../src/decoding/decode-thread.js';

const elements = 1000;
const chunks = 20;

let folder: string;
let file: number;
const places: { position: number; size: number }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'h5tail-pool-'));
  const stored = Array.from({ length: chunks }, (_, i) => deflateSync(new Uint8Array(elements).fill(i + 1)));
  let position = 0;
  for (const { length } of stored) {
    places.push({ position, size: length });
    position += length;
  }
  writeFileSync(join(folder, 'chunks'), Buffer.concat(stored));
  file = openSync(join(folder, 'chunks'), 'r');
});
afterAll(() => {
  closeSync(file);
  rmSync(folder, { recursive: true });
});

function batch(chunk: number, size = places[chunk]?.size ?? 0): BatchMessage {
  return {
    set: 0,
    file,
    filters: [{ id: 1, options: [4] }],
    elementBytes: 1,
    chunkShape: [elements],
    resultShape: [elements],
    address: undefined,
    pieces: Float64Array.of(places[chunk]?.position ?? 0, size, 0, 0, elements, 0),
  };
}

/** What a pool makes of batches: the values of each, or none where something failed. */
async function decoded(pool: DecodePool, batches: BatchMessage[]): Promise<(number | undefined)[] | undefined> {
  const values: (number | undefined)[] = [];
  const isRight = await pool.decode(batches, undefined, batches.length * elements, (i, bytes) => {
    values[i] = bytes?.length === elements && bytes.every((byte) => byte === bytes[0]) ? bytes[0] : undefined;
    return true;
  });
  return isRight ? values : undefined;
}

const all = Array.from({ length: chunks }, (_, i) => i);
const expected = all.map((i) => i + 1);

describe('a pool', () => {
  it.each([1, 2, 5])('of %i threads decodes what several reads want at once', async (threads) => {
    const pool = new DecodePool({ threads });
    const reads = Array.from({ length: 10 }, () =>
      decoded(
        pool,
        all.map((i) => batch(i)),
      ),
    );
    for (const values of await Promise.all(reads)) expect(values).toEqual(expected);
  });

  it('tells where a chunk is not all there, and goes on with other reads', async () => {
    const pool = new DecodePool({ threads: 2 });
    const torn = [batch(0), batch(1, 3), ...all.slice(2).map((i) => batch(i))];
    const beyond = { ...batch(0), pieces: Float64Array.of(1e9, 10, 0, 0, elements, 0) };
    const larger = { ...batch(3), chunkShape: [elements + 1] };
    const unknown = { ...batch(4), filters: [{ id: 999, options: [] }] };
    const reads = [torn, [beyond], [larger], [unknown], all.map((i) => batch(i))].map((of) => decoded(pool, of));
    expect(await Promise.all(reads)).toEqual([undefined, undefined, undefined, undefined, expected]);
  });

  it('tells where a result cannot be placed', async () => {
    const pool = new DecodePool({ threads: 1 });
    expect(await pool.decode([batch(0)], undefined, elements, () => false)).toBe(false);
  });

  it('starts another thread where one has ended, and leaves no read waiting', async () => {
    // Ends at the third batch.
    const program = `
      import { parentPort } from 'node:worker_threads';
      import ${JSON.stringify(new URL('../../src/decode-worker.js', import.meta.url).href)};
      let left = 3;
      parentPort.on('message', () => { if (--left === 0) process.exit(0); });`;
    writeFileSync(join(folder, 'mortal.mjs'), program);
    const pool = new DecodePool({ threads: 1, worker: pathToFileURL(join(folder, 'mortal.mjs')) });
    const outcomes: boolean[] = [];
    for (let i = 0; i < 12; i++) {
      const values = await decoded(pool, [batch(i)]);
      if (values !== undefined) expect(values).toEqual([i + 1]);
      outcomes.push(values !== undefined);
    }
    expect(outcomes).toEqual(Array.from({ length: 12 }, (_, i) => i % 3 !== 2));
    expect(pool.isUsable).toBe(true);
  });

  it('gives up where no thread ever starts', async () => {
    const pool = new DecodePool({ threads: 2, worker: pathToFileURL(join(folder, 'no-such-file.mjs')) });
    for (let i = 0; pool.isUsable; i++) {
      expect(i).toBeLessThan(5);
      expect(await decoded(pool, [batch(0), batch(1), batch(2)])).toBeUndefined();
    }
    expect(await decoded(pool, [batch(0)])).toBeUndefined();
  });

  it('has no room while too many bytes are under way', async () => {
    const pool = new DecodePool({ threads: 1 });
    expect(pool.room).toBeUndefined();
    const read = pool.decode([batch(0)], undefined, 2 ** 40, () => true);
    const { room } = pool;
    expect(room).toBeDefined();
    expect(await read).toBe(true);
    await room;
    expect(pool.room).toBeUndefined();
  });

  it('refuses a number of threads that is none', () => {
    for (const threads of [0, -1, 1.5, NaN]) expect(() => new DecodePool({ threads })).toThrow(RangeError);
  });
});
