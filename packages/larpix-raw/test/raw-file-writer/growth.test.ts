import { statSync } from 'node:fs';
import { RawFileWriter } from '@h5tail/larpix-raw';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();
const messageBytes = 400;
const message = Uint8Array.from({ length: messageBytes }, (_, i) => (i * 37) & 0xff);

// The size of a file does not depend on the machine: docs/raw-files.md tells these figures.
describe.each(testBackends)('a file that is written message by message on $name', ({ name, createAdapter }) => {
  it.each([
    [1000, 20_000, 1.07],
    [100, 8192, 1.1],
    [10, 4096, 1.5],
    [1, 2048, 3.9],
  ])('with a flush every %d of %d is less than %d times as large', async (flushEvery, count, most) => {
    const path = pathOf(`${name}-${flushEvery}.h5`);
    const adapter = await createAdapter();
    const writer = await RawFileWriter.open(path, { adapter, flushEvery, flushEveryMs: Infinity });
    for (let i = 0; i < count; i++) await writer.append([message], i & 3);
    await writer.close();
    const ratio = statSync(path).size / (count * messageBytes);
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(most);
  });
});
