import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { findUndo, undoChange } from '../../src/recovery.js';
import { changeWithJournal, createFile, flagged, leave } from './changed-file.js';
import { fakeMachine } from './fake-machine.js';

/** Calls that change a file until one fails, and whether it does a part of its work before. */
const fault = vi.hoisted(() => ({ after: Infinity, isPartial: false }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const failing = (): boolean => fault.after-- === 0;
  return {
    ...real,
    writeSync: (file: number, bytes: Uint8Array, from: number, length: number, at: number): number => {
      if (!failing()) return real.writeSync(file, bytes, from, length, at);
      if (fault.isPartial) real.writeSync(file, bytes, from, length >> 1, at);
      throw new Error('killed');
    },
    ftruncateSync: (file: number, length: number): void => {
      if (failing()) throw new Error('killed');
      real.ftruncateSync(file, length);
    },
    rmSync: (path: string, options: fs.RmOptions): void => {
      if (failing()) throw new Error('killed');
      real.rmSync(path, options);
    },
  };
});

describe.each(testBackends)('undoing a change that is interrupted itself, on $name', (backend) => {
  it.each([false, true])('is done again, whatever was done before (in part: %s)', async (isPartial) => {
    const folder = fs.mkdtempSync(join(tmpdir(), 'h5tail-restore-'));
    const path = join(folder, 'scan.h5');
    const adapter = await backend.createAdapter();
    await createFile(path, adapter, 20_000);
    const { before, after, journal } = await changeWithJournal(path, adapter);
    const machine = fakeMachine(folder);
    // One that ends before the file did, but is whole: a change may make a file shorter.
    const shorter = flagged(after.subarray(0, before.length + 8), 1);
    let interruptions = 0;
    for (const left of [flagged(after, 1), shorter, flagged(after, 0, true)]) {
      for (let calls = 0; ; calls++) {
        leave(path, left, journal);
        Object.assign(fault, { after: calls, isPartial });
        const outcome = await undoChange(path, {}, machine).catch((error: unknown) => (error as Error).message);
        fault.after = Infinity;
        if (outcome === 'undone') break;
        expect(outcome).toBe('killed');
        interruptions++;
        // Only when all else is done, it counts as undone.
        const isDone = fs.readFileSync(path).equals(before);
        expect(findUndo(path)?.isNeeded ?? false).toBe(!isDone);
        const isThere = findUndo(path) !== undefined;
        expect((await undoChange(path, {}, machine)) === 'none').toBe(!isThere);
        expect(fs.readFileSync(path).equals(before)).toBe(true);
        expect(fs.readdirSync(folder).filter((name) => name.startsWith('scan'))).toEqual(['scan.h5']);
      }
      expect(fs.readFileSync(path).equals(before)).toBe(true);
    }
    expect(interruptions).toBeGreaterThan(3 * 5);
    fs.rmSync(folder, { recursive: true });
  });
});
