import { closeSync, copyFileSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isHdf5Error, openFile, type Group } from '@h5tail/adapter';
import { describe, expect, test } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const adapter = nativeAdapter();
const killed = fileURLToPath(new URL('../../adapter-conformance/fixtures/swmr-killed.h5', import.meta.url));

/** More than a file of the cases below takes, and far less than HDF5's own hundred attempts, which have no end. */
const mostMsPerFile = 1000;

/** Reads everything that the file still gives; returns the codes of the faults. */
async function faultsOf(path: string): Promise<string[]> {
  const codes: string[] = [];
  const note = (error: unknown): undefined => {
    if (!isHdf5Error(error)) throw error;
    codes.push(error.code);
  };
  const readAll = async (group: Group): Promise<void> => {
    for (const { name } of (await group.children().catch(note)) ?? []) {
      const object = await group.open(name).catch(note);
      if (object?.kind === 'group') await readAll(object);
      if (object?.kind !== 'dataset') continue;
      await object.refresh().catch(note);
      await object.read().catch(note);
    }
  };
  const start = performance.now();
  const file = await openFile(path, { adapter, mode: 'r', swmr: true }).catch(note);
  if (file !== undefined) await readAll(file.root);
  await file?.close();
  expect(performance.now() - start, path).toBeLessThan(mostMsPerFile);
  return codes;
}

describe.skipIf(!hasInteropGroup('library'))(
  'metadata that stays wrong in a file that says it is being written',
  () => {
    const pathOf = scratchFolder();

    test('a file of a killed writer that was cut anywhere ends in a fault, not in a busy wait', async () => {
      const { length } = readFileSync(killed);
      const path = pathOf('cut.h5');
      let faults = 0;
      for (let size = length - 50; size > 2100; size -= 150) {
        copyFileSync(killed, path);
        truncateSync(path, size);
        faults += (await faultsOf(path)).length;
      }
      expect(faults).toBeGreaterThan(0);
    });

    test('a damaged byte is told as transient', async () => {
      const bytes = readFileSync(killed);
      const path = pathOf('damaged.h5');
      const codes = new Set<string>();
      for (let at = 60; at < bytes.length; at += 37) {
        copyFileSync(killed, path);
        const descriptor = openSync(path, 'r+');
        writeSync(descriptor, Uint8Array.of((bytes[at] as number) ^ 0xff), 0, 1, at);
        closeSync(descriptor);
        for (const code of await faultsOf(path)) codes.add(code);
      }
      // Within the data or the superblock a byte does no such harm.
      codes.delete('CORRUPT_FILE');
      expect([...codes]).toEqual(['TRANSIENT_READ']);
    });
  },
);
