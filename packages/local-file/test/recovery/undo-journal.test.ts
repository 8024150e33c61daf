import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonForInterop } from '../../../adapter-conformance/src/live-writer.js';
import { beginUndo, undoChange, undoPath } from '../../src/recovery.js';
import { fakeMachine } from './fake-machine.js';

const python = pythonForInterop();
const script = fileURLToPath(new URL('../python/raw-places.py', import.meta.url));

/** What h5py says of a dataset. */
interface Told {
  readonly address: number;
  /** First byte and length of each piece. */
  readonly places: readonly (readonly [number, number])[];
}

describe.runIf(python !== undefined)('a journal of a file whose datasets are stored in all ways', () => {
  let folder: string;
  let path: string;
  let told: readonly Told[];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-journal-'));
    path = join(folder, 'places.h5');
    told = JSON.parse(execFileSync(python as string, [script, path], { encoding: 'utf8' })) as Told[];
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds each byte but those of the elements', async () => {
    const before = readFileSync(path);
    const pieces = told.flatMap(({ places }) => places);
    expect(pieces.length).toBeGreaterThan(70);
    const undo = await beginUndo(path, { keepOut: told.map(({ address }) => address) });
    const elements = pieces.reduce((sum, [, length]) => sum + length, 0);
    expect(elements).toBeGreaterThan(6 * 300 * 300 * 4);
    expect(undo.savedBytes).toBe(before.length - elements);
    expect(statSync(undo.path).mode).toBe(statSync(path).mode);
    const journal = readFileSync(undo.path);
    await undo.done();

    // Whatever became of all the rest.
    const destroyed = Buffer.alloc(before.length + 5000, 0xaa);
    for (const [start, length] of pieces) before.copy(destroyed, start, start, start + length);
    writeFileSync(path, destroyed);
    writeFileSync(undoPath(path), journal);
    expect(await undoChange(path, {}, fakeMachine(folder))).toBe('undone');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is removed without touching the file, when another program has taken it', async () => {
    const before = readFileSync(path);
    const undo = await beginUndo(path);
    writeFileSync(path, Buffer.concat([before, Buffer.from('theirs')]));
    await undo.abandon();
    expect(existsSync(undo.path)).toBe(false);
    expect(readFileSync(path).subarray(before.length).toString()).toBe('theirs');
    await undo.undo();
    expect(statSync(path).size).toBe(before.length + 6);
  });
});
