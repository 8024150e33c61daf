import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { descriptorSize, readSequences } from '../src/index.js';
import { fixture } from './fixture.js';

const python = process.env['H5TAIL_PYTHON'] || 'python3';
const script = fileURLToPath(new URL('python/sequences.py', import.meta.url));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-sequences-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('what cannot be read is undefined', () => {
  const element = Buffer.alloc(16, 1);
  expect(readSequences(join(folder, 'missing.h5'), element, 1, 1)).toBeUndefined();
  expect(readSequences(folder, element, 1, 1)).toBeUndefined();
  expect(readSequences(fixture('not-hdf5.h5'), element, 1, 1)).toBeUndefined();
  expect(readSequences(fixture('dtypes.h5'), element, 1, 1)).toBeUndefined();
  expect(() => readSequences(fixture('dtypes.h5'), element, 2, 1)).toThrow(RangeError);
});

describe.skipIf(process.env['H5TAIL_INTEROP'] === '0')('of files that h5py wrote', () => {
  describe('and closed', () => {
    beforeAll(() => void execFileSync(python, [script, 'make', folder]));

    test.each([
      ['uint8-v0', 1],
      ['uint8-v110', 1],
      ['int32-v110', 4],
      ['float64-v0', 8],
      ['text-v0', 1],
      ['text-v110-block512', 1],
      ['uint8-v0-block512', 1],
      ['large-v110', 1],
      ['large-v0', 1],
      ['never-written', 1],
      ['only-empty', 1],
      ['rewritten', 1],
      ['sizes4', 1],
    ])('%s', (name, elementBytes) => {
      const path = join(folder, `${name}.h5`);
      const descriptors = readFileSync(join(folder, `${name}.elements`));
      const values = readFileSync(join(folder, `${name}.values`));
      const lengths = new Uint32Array(Uint8Array.from(readFileSync(join(folder, `${name}.lengths`))).buffer);
      // The last chunk may go on behind the elements.
      const count = lengths.length;
      expect(descriptors.length).toBeGreaterThanOrEqual(count * descriptorSize(name === 'sizes4' ? 4 : 8));

      const found = readSequences(path, descriptors, count, elementBytes);
      expect(found).toBeDefined();
      expect(Buffer.compare(found?.bytes as Uint8Array, values)).toBe(0);
      let end = 0;
      const offsets = [0, ...Array.from(lengths, (length) => (end += length) / elementBytes)];
      expect(found?.offsets).toEqual(Uint32Array.from(offsets));
      expect(readSequences(path, descriptors, 0, elementBytes)?.bytes.length).toBe(0);
    });

    test('a file that is open is read though another one took its path', () => {
      const descriptors = readFileSync(join(folder, 'text-v0.elements'));
      const path = join(folder, 'text-v0.h5');
      const descriptor = openSync(path, 'r');
      const before = readSequences(path, descriptors, 100, 1);
      renameSync(join(folder, 'uint8-v110.h5'), path);
      expect(readSequences(descriptor, descriptors, 100, 1)).toEqual(before);
      expect(readSequences(path, descriptors, 100, 1)).toBeUndefined();
      closeSync(descriptor);
    });
  });

  test(
    'and goes on writing: 20,000 messages are right at every moment, or cannot be read',
    { timeout: 120_000 },
    async () => {
      const path = join(folder, 'live.h5');
      const writer = spawn(python, [script, 'follow', path], { stdio: ['ignore', 'pipe', 'inherit'] });
      const addresses: number[] = [];
      let isDone = false;
      createInterface(writer.stdout).on('line', (line) => {
        const event = JSON.parse(line) as { address?: number; done?: boolean };
        if (event.address !== undefined) addresses.push(event.address);
        isDone ||= event.done === true;
      });
      const exit = new Promise((resolve, reject) => writer.once('error', reject).once('exit', resolve));
      let hasEnded = false;
      void exit.finally(() => (hasEnded = true)).catch(() => undefined);

      let most = 0;
      let answers = 0;
      while (most < 20_000) {
        await setImmediate();
        if (hasEnded && !isDone) break;
        if (addresses.length === 0) continue;
        const wasDone = isDone;
        const descriptors = chunks(path, addresses);
        const found = readSequences(path, descriptors, descriptors.length / 16, 1);
        if (found === undefined) {
          expect(wasDone).toBe(false);
          continue;
        }
        answers++;
        most = Math.max(most, checkMessages(found));
        if (wasDone) expect(most).toBe(20_000);
      }
      expect(await exit).toBe(0);
      expect(most).toBe(20_000);
      expect(answers).toBeGreaterThan(3);
    },
  );
});

const chunkBytes = 16_000;

/** The elements of the first chunks, as the file has them. */
function chunks(path: string, addresses: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(chunkBytes * addresses.length);
  const descriptor = openSync(path, 'r');
  addresses.forEach((address, i) => readSync(descriptor, bytes, i * chunkBytes, chunkBytes, address));
  closeSync(descriptor);
  return bytes;
}

/** How many messages there are. Each one is whole and right; what is not written yet is empty. */
function checkMessages({ bytes, offsets }: { bytes: Uint8Array; offsets: Uint32Array }): number {
  let count = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    const start = offsets[i] as number;
    const length = (offsets[i + 1] as number) - start;
    if (length === 0) continue;
    count++;
    let right = length === 1 + ((i * 37) % 797);
    for (let k = 0; k < length; k++) right &&= bytes[start + k] === ((k * 7 + i * 13) & 0xff);
    if (!right) throw new Error(`message ${i} is wrong`);
  }
  return count;
}
