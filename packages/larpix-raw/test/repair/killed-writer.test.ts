import { fromRawFile, repair, toRawFile } from '@h5tail/larpix-raw';
import { describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { H5pySteps, python } from '../h5py-steps.js';
import { patternDigest, patternIoGroups, patternMessage, patternMessages } from '../message-pattern.js';
import { scratchFolder } from '../scratch-folder.js';
import { killAt } from './killed-writer.js';

const file = scratchFolder();
const program = bundledProgram(new URL('../programs/append-for-ever.ts', import.meta.url), 'append-for-ever');
/** Of each backend, over several files. */
const kills = 50;
const killsPerFile = 10;
const seed = Date.now() % 2 ** 31;

/** Numbers from 0 up to 1, the same for the same seed. */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 2 ** 31;
}

describe.runIf(process.platform !== 'win32').each(testBackends)('a writer on $name that is killed', (backend) => {
  it(`at any of ${kills} moments (seed ${seed}) has lost nothing that it reported durable`, async () => {
    const adapter = await backend.createAdapter();
    const random = randomNumbers(seed + backend.name.length);
    for (let kill = 0; kill < kills; kill++) {
      const path = file(`${backend.name}-${Math.floor(kill / killsPerFile)}.h5`);
      const flushEvery = [1, 50, 1000, 5000][Math.floor(random() * 4)] as number;
      const moment = { reports: 1 + Math.floor(random() * 20), thenMs: random() * 20 };
      const what = `kill ${kill}, a flush every ${flushEvery}`;
      const { durable } = await killAt([program(), backend.name, path, String(flushEvery)], moment);

      const { length, isChanged } = await repair(path, { adapter });
      expect(isChanged, what).toBe(true);
      expect(length, what).toBeGreaterThanOrEqual(durable);
      const { messages, ioGroups } = await fromRawFile(path, { adapter, strict: true });
      expect(messages.length, what).toBe(length);
      for (let i = 0; i < messages.length; i++) {
        if (!Buffer.from(messages.at(i)).equals(patternMessage(i))) throw new Error(`${what}: message ${i} is wrong`);
      }
      expect([...ioGroups], what).toEqual(patternIoGroups(0, messages.length));
    }
  }, 300_000);

  it.runIf(python !== undefined)('leaves a file that h5py reads and appends to after the repair', async () => {
    const adapter = await backend.createAdapter();
    const path = file(`${backend.name}-h5py.h5`);
    await killAt([program(), backend.name, path, '1000'], { reports: 5, thenMs: 3 });
    const { length } = await repair(path, { adapter });
    await using h5py = new H5pySteps();
    const total = (length as number) + 1500;
    await h5py.appendCalls(path, length as number, total, 500);
    expect(await h5py.digest(path)).toEqual(patternDigest(total));
    await toRawFile(path, patternMessages(total, total + 10), {
      adapter,
      headers: { ioGroups: patternIoGroups(total, total + 10) },
    });
    expect(await h5py.digest(path)).toEqual(patternDigest(total + 10));
  });
});
