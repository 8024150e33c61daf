import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Decode } from '../../src/decoding.js';

const lengths = [1, 2, 300, 8192, 100_000];
/** A version of Node that is not known, with which the documented call is used. */
const unknown = '99.0.0';

afterEach(() => {
  vi.resetModules();
});

async function inflateOf(version: string): Promise<Decode> {
  vi.resetModules();
  vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node: version });
  const { inflate } = (await import('../../src/decoding/inflate.js')) as { inflate: Decode };
  vi.restoreAllMocks();
  return inflate;
}

function orFault(work: () => Uint8Array): Uint8Array | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

describe.each([
  ['as this version of Node has it', process.versions.node],
  ['with what every version has', unknown],
])('deflate, %s', (_, version) => {
  it('gives what was compressed, also in less than there is room for', async () => {
    const inflate = await inflateOf(version);
    for (const length of lengths) {
      const bytes = Uint8Array.from({ length }, (__, i) => (i * i) >> 5);
      const stored = deflateSync(bytes);
      for (const room of [0, 1, 500]) {
        const decoded = inflate(stored, new Uint8Array(length + room));
        expect(Buffer.compare(decoded, bytes)).toBe(0);
      }
    }
  });

  it('tells what is cut off anywhere, what is longer and what is damaged, and then goes on', async () => {
    const inflate = await inflateOf(version);
    const bytes = Uint8Array.from({ length: 700 }, (__, i) => (i * i) >> 5);
    const stored = deflateSync(bytes);
    const output = new Uint8Array(bytes.length);
    for (let end = 0; end < stored.length; end++) expect(() => inflate(stored.subarray(0, end), output)).toThrow();
    for (const less of [1, 10, 699]) expect(() => inflate(stored, new Uint8Array(bytes.length - less))).toThrow();
    let told = 0;
    for (let at = 0; at < stored.length; at++) {
      const damaged = Uint8Array.from(stored);
      damaged[at] = (damaged[at] as number) ^ 0x10;
      // A bit that fills up the last byte of the stream tells nothing.
      const decoded = orFault(() => inflate(damaged, output));
      if (decoded === undefined) told++;
      else expect(Buffer.compare(decoded, bytes)).toBe(0);
    }
    expect(told).toBeGreaterThan(stored.length - 3);
    expect(Buffer.compare(inflate(stored, output), bytes)).toBe(0);
  });
});
