import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonForInterop } from '../../adapter-conformance/src/live-writer.js';
import { lookup3, readDatasetExtents } from '../src/index.js';
import { fixture } from './fixture.js';
import { HeaderFile, headerAddress, headerBytes, type HeaderContent } from './header-file.js';

const python = pythonForInterop();
const script = fileURLToPath(new URL('python/extents.py', import.meta.url));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-extents-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(python !== undefined)('the extents of datasets', () => {
  interface Told {
    readonly address: string;
    readonly shape: number[] | null;
  }
  let told: Record<string, Told[]>;
  beforeAll(() => {
    const text = execFileSync(python as string, [script, 'make', folder], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    told = JSON.parse(text) as typeof told;
  }, 60_000);

  it.each(['earliest', 'v108', 'v110', 'latest', 'user-block', 'many'])('are as h5py tells them: %s', (name) => {
    const path = join(folder, `${name}.h5`);
    const objects = told[name] as Told[];
    const shapes = objects.map(({ shape }) => shape ?? undefined);
    expect(shapes.filter((shape) => shape !== undefined).length).toBeGreaterThan(40);
    const addresses = objects.map(({ address }) => BigInt(address));
    expect(readDatasetExtents(path, addresses)).toEqual(shapes);
    const descriptor = openSync(path, 'r');
    try {
      // Whatever their order, more than once, and as numbers.
      const twice = [...addresses.toReversed(), ...addresses].map(Number);
      expect(readDatasetExtents(descriptor, twice)).toEqual([...shapes.toReversed(), ...shapes]);
    } finally {
      closeSync(descriptor);
    }
  });

  it('are those of one moment while a writer extends the datasets', async () => {
    const path = join(folder, 'live.h5');
    const writer = spawn(python as string, [script, 'live', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let addresses: bigint[] = [];
    const writing = { acknowledged: 0, ended: false };
    const lines = createInterface({ input: writer.stdout });
    lines.on('line', (line) => {
      if (addresses.length === 0) addresses = (JSON.parse(line) as string[]).map(BigInt);
      else writing.acknowledged = Number(line);
    });
    lines.on('close', () => (writing.ended = true));
    let seen: number[] = [];
    let reads = 0;
    while (!writing.ended) {
      await setImmediate();
      if (writing.acknowledged === 0) continue;
      const least = writing.acknowledged;
      reads++;
      for (const [i, extents] of readDatasetExtents(path, addresses).entries()) {
        // One that is uncertain for once is asked again.
        if (extents === undefined) continue;
        expect(extents[1]).toBe(i + 1);
        const rows = extents[0] as number;
        expect(rows).toBeGreaterThanOrEqual(Math.max(least, seen[i] ?? 0));
        expect(rows).toBeLessThanOrEqual(60);
        seen[i] = rows;
      }
    }
    expect(reads).toBeGreaterThan(1);
    seen = readDatasetExtents(path, addresses).map((extents) => extents?.[0] ?? -1);
    expect(seen).toEqual(addresses.map(() => 60));
  }, 60_000);
});

describe('what is not certain is undefined', () => {
  const content: HeaderContent = { extents: [5, 2 ** 33], maxExtents: [9, 2 ** 40], layout: [4, 2] };
  const path = (): string => join(folder, 'header.h5');
  const extents = (): unknown => {
    const file = new HeaderFile(path(), content);
    file.close();
    return readDatasetExtents(path(), [headerAddress])[0];
  };

  it('an address that none is', () => {
    const none = [0, -1, NaN, Infinity, 0.5, 2 ** 53, 1e9, 2n ** 64n - 1n, 96];
    expect(readDatasetExtents(fixture('dtypes.h5'), none)).toEqual(none.map(() => undefined));
    expect(readDatasetExtents(fixture('not-hdf5.h5'), [96, 200])).toEqual([undefined, undefined]);
    expect(readDatasetExtents(-1, [96])).toEqual([undefined]);
    expect(readDatasetExtents(fixture('dtypes.h5'), [])).toEqual([]);
  });

  it('a header whose checksum is wrong', () => {
    expect(extents()).toEqual([5, 2 ** 33]);
    const bytes = readFileSync(path());
    for (const at of [20, 24, headerAddress + 13, headerAddress + 20]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] as number) ^ 1;
      writeFileSync(path(), damaged);
      expect(readDatasetExtents(path(), [headerAddress])[0]).toEqual(at < headerAddress ? [5, 2 ** 33] : undefined);
    }
  });

  it('a dataspace that is stored elsewhere, a null dataspace, and a header without a layout', () => {
    const changed = (at: number, value: number): unknown => {
      extents();
      const header = headerBytes(content);
      header[at] = value;
      header.writeUInt32LE(lookup3(header.subarray(0, -4)), header.length - 4);
      const bytes = readFileSync(path());
      header.copy(bytes, headerAddress);
      writeFileSync(path(), bytes);
      return readDatasetExtents(path(), [headerAddress])[0];
    };
    const [flagsAt, kindAt, layoutTypeAt] = [11, 15, 8 + 4 + 4 + 32];
    expect(changed(kindAt, 1)).toEqual([5, 2 ** 33]);
    expect(changed(flagsAt, 2)).toBeUndefined();
    expect(changed(kindAt, 2)).toBeUndefined();
    expect(changed(layoutTypeAt, 0x0c)).toBeUndefined();
  });

  it('what the operating system refuses has its code', () => {
    expect(() => readDatasetExtents(join(folder, 'none.h5'), [96])).toThrow(
      expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
    );
  });
});
