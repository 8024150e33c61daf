import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findObjectHeaders } from '../../src/recovery/find-object-headers.js';

const window = 64;

describe('the beginnings of object headers', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-headers-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function found(bytes: Uint8Array, from: number, to: number): Promise<number[]> {
    const path = join(folder, 'bytes');
    writeFileSync(path, bytes);
    const file = await open(path, 'r');
    try {
      const places: number[] = [];
      for await (const place of findObjectHeaders(file, from, to, undefined, window)) places.push(place);
      return places;
    } finally {
      await file.close();
    }
  }

  const withHeaders = (length: number, ...places: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(length);
    for (const place of places) bytes.write('OHDR\u0002', place, 'latin1');
    return bytes;
  };

  it('are found wherever the border of a window is, once each', async () => {
    for (let place = 0; place <= 3 * window; place++) {
      expect(await found(withHeaders(4 * window, place), 0, 4 * window)).toEqual([place]);
    }
  });

  it('are found side by side, and up to the last byte of the file', async () => {
    const places = [0, 5, 61, 66, 123, 128, 195];
    expect(await found(withHeaders(200, ...places), 0, 200)).toEqual(places);
    expect(await found(withHeaders(199, ...places.slice(0, -1)), 0, 1000)).toEqual(places.slice(0, -1));
  });

  it('begin within the range', async () => {
    const bytes = withHeaders(300, 10);
    for (const place of [4, 60, 95, 101]) bytes.write('OHDR\u0002', place, 'latin1');
    expect(await found(bytes, 10, 101)).toEqual([10, 60, 95]);
  });

  it('are of version 2', async () => {
    const bytes = withHeaders(100, 20);
    bytes.write('OHDR\u0001', 40, 'latin1');
    bytes.write('OHDR', 96, 'latin1');
    expect(await found(bytes, 0, 100)).toEqual([20]);
  });

  it('are not looked for any more when somebody stops it', async () => {
    const path = join(folder, 'bytes');
    writeFileSync(path, withHeaders(4 * window, 20, 3 * window));
    const stop = new AbortController();
    const places: number[] = [];
    const file = await open(path, 'r');
    try {
      const look = async (): Promise<void> => {
        for await (const place of findObjectHeaders(file, 0, 4 * window, stop.signal, window)) {
          places.push(place);
          stop.abort(new Error('enough'));
        }
      };
      await expect(look()).rejects.toThrow('enough');
    } finally {
      await file.close();
    }
    expect(places).toEqual([20]);
  });
});
